namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The options <c>--to</c> and <c>--set</c>.</summary>
[Category("InProcess")]
public sealed class OutputTypeOptionTests
{
    [TestCase("--to splnk", "--to 'splnk' is not ")]
    [TestCase("--to file", "Did you mean files?")]
    [TestCase("--set url=x", "--set requires --to.")]
    [TestCase("--to files --output out", "--to cannot be combined with --output. Use --set, such as --set format=ecs.")]
    [TestCase("--to files --rotate-every 1d --gzip", "--to cannot be combined with --rotate-every, --gzip.")]
    [TestCase("--to files --set rotate_evry=1d", "--set rotate_evry: unknown key. Did you mean rotate_every?")]
    [TestCase("--to files --set gzip=yes", "--set gzip: 'yes' is not true or false")]
    [TestCase("--to files --set keep_files=many", "--set keep_files: 'many' is not a whole number from 1 to 2147483647")]
    [TestCase("--to files --set gzip=true --set gzip=false", "--set gzip: is a duplicate of an earlier --set")]
    [TestCase("--to files --set type=stdout", "--set type: is a duplicate of --to files")]
    [TestCase("--to files --set gzip", "--set has no '='. Write --set key=value.")]
    [TestCase("--to files --set .gzip=true", "--set '.gzip' is not a key. Write --set key=value.")]
    [TestCase("--to files --set keep=[1", "--set keep: the value starts with '[', but is not a JSON list.")]
    [TestCase("--to files --set name=a-b", "--set name: 'a-b' is not a valid name")]
    [TestCase("--to https", "--to https: url: is missing")]
    [TestCase("--to https --set url=siem.example.com", "--set url: must be an https address")]
    [TestCase("--to https --set url=https://a --set token=s3cret", "--set token: a secret does not belong on a command line. Use --set token.env=NAME, --set token.file=PATH or --set token.command=")]
    [TestCase("--to https --set url=https://a --set token.evn=A", "--set token.evn: unknown key. Did you mean env?")]
    [TestCase("--to https --set url=https://a --set token.env=A --set token.file=b", "--set token: has env and file.")]
    [TestCase("--to https --set url=https://a --set token.env=NONE_SUCH", "there is no token in the environment variable NONE_SUCH.")]
    [TestCase("--to https --set url=https://a --set headers=X-Team", "--set headers: needs the name of a header. Use --set headers.NAME=VALUE, or --set headers.NAME.env=VARIABLE for a secret")]
    [TestCase("--to https --set url=https://a --set headers=[{}]", "--set headers: a list of objects needs a configuration file. Use --config.")]
    [TestCase("--to https --set url=https://a --set success=204", "--set success: must be a list of statuses. Use --set success='[\"ITEM\"]', or a configuration file: --config")]
    [TestCase("--to splunk --set url=https://a --set token.env=A --set indexes=main", "--set indexes: has keys of its own. Use --set indexes.KEY=VALUE, or a configuration file: --config")]
    [TestCase("--to stdout --set ack=- --token-stdin", "--ack - and --token-stdin both read standard input.")]
    public async Task Invalid_options_are_rejected_before_anything_is_changed(string options, string problem)
    {
        await using var follower = await FollowFixture.CreateAsync();
        var run = await follower.RunAsync(
            ["--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--once", .. options.Split(' ')]);
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.Contain(problem).And.Not.Contain("s3cret"));
        Assert.That(follower.State, Does.Not.Exist);
        Assert.That(follower.Server.Requests, Is.Empty);
    }

    [Test]
    public async Task All_problems_are_reported_together()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var run = await follower.RunAsync("--state", follower.State, "--to", "files", "--set", "keep=x", "--set", "gzip=1");
        Assert.That(run.ErrorLines, Has.Some.Contains("--set keep: 'x' is not").And.Some.Contains("--set gzip: '1' is not"));
    }

    [Test]
    public async Task Headers_are_set_by_name()
    {
        await using var follower = await FollowFixture.CreateAsync(events: 1);
        await using var siem = await FakeEndpoint.StartAsync();
        follower.Environment["SIEM_KEY"] = "s3cret-of-the-siem";
        var run = await follower.RunAsync(
            "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--once", "--to", "https",
            "--set", $"url={siem.Url}", "--set", "headers.X-Team=a", "--set", "headers.X-Key.env=SIEM_KEY", "--set", "success=[200]");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(
            siem.Requests.Select(request => (request.Header("X-Team"), request.Header("X-Key"))),
            Is.Not.Empty.And.All.EqualTo(("a", "s3cret-of-the-siem")));
    }

    [Test]
    public async Task Settings_have_the_meaning_of_the_configuration_file()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var run = await follower.RunAsync(
            "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--once",
            "--to", "files", "--set", $"folder={follower.Out}", "--set", "rotate_size=1000", "--set", "keep_files=5", "--set", "name=local");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        follower.AssertAll();
        Assert.That(Path.Combine(follower.State, "auditevents-local.json"), Does.Exist);
    }
}
