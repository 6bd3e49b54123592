using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Accounts;

/// <summary>The sources of the token. <see cref="CliRunner"/> asserts that no run shows it.</summary>
public sealed class TokenTests
{
    [TestCase("OP_EVENTS_TOKEN")]
    [TestCase("EVENTS_API_TOKEN")]
    public async Task Token_is_read_from_the_environment(string variable) =>
        Assert.That(await SentAsync(new CliRunner { Environment = { [variable] = "t0ken" } }), Is.EqualTo("t0ken"));

    [Test]
    public async Task OP_EVENTS_TOKEN_takes_precedence_over_EVENTS_API_TOKEN() =>
        Assert.That(
            await SentAsync(new CliRunner { Environment = { ["EVENTS_API_TOKEN"] = "second", ["OP_EVENTS_TOKEN"] = "f1rst" } }),
            Is.EqualTo("f1rst"));

    [Test]
    public async Task Empty_token_variable_counts_as_unset() =>
        Assert.That(
            await SentAsync(new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "", ["EVENTS_API_TOKEN"] = "t0ken" } }),
            Is.EqualTo("t0ken"));

    [TestCase("t0ken")]
    [TestCase("t0ken\n")]
    [TestCase("  t0ken \r\n")]
    public async Task Token_from_a_file_is_trimmed(string text)
    {
        using var folder = new TemporaryFolder();
        var tool = new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "of-the-env1ronment" }, Secrets = { "t0ken" } };
        Assert.That(await SentAsync(tool, "--token-file", folder.Write("token", text)), Is.EqualTo("t0ken"));
    }

    [Test]
    [Category("Slow")]
    [Platform("Linux,MacOsX")]
    public async Task Token_is_read_from_a_pipe_of_the_shell()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions());
        using var tool = CliProcess.StartInShell($"--token-file <(echo '{fixture.Server.Token}')", "introspect", "--url", fixture.Url);
        var (exitCode, _, error) = await tool.EndAsync();
        Assert.That(exitCode, Is.Zero, error);
    }

    [TestCase("t0ken")]
    [TestCase("t0ken\n")]
    public async Task Token_is_read_from_standard_input(string text) =>
        Assert.That(
            await SentAsync(
                new CliRunner { Input = text, Environment = { ["OP_EVENTS_TOKEN"] = "of-the-env1ronment" } }, "--token-stdin"),
            Is.EqualTo("t0ken"));

    [TestCase("export")]
    [TestCase("introspect")]
    public async Task Missing_token_is_reported_with_how_to_get_one(string command)
    {
        var run = await CliRunner.RunAsync(command);
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((2, "")));
        Assert.That(run.ErrorLines, Has.Exactly(3).Items);
        Assert.That(run.ErrorLines[0], Does.Contain("OP_EVENTS_TOKEN").And.Contain("--token-file").And.Contain("--token-stdin"));
        Assert.That(run.ErrorLines[1], Does.Contain("1Password.com").And.Contain("Events Reporting"));
        Assert.That(run.ErrorLines[2], Does.Contain("op-events export --emulator"));
    }

    [TestCase("644", true)]
    [TestCase("604", true)]
    [TestCase("640", false)]
    [TestCase("600", false)]
    [Platform("Linux,MacOsX")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task World_readable_token_file_is_warned_about_once(string mode, bool warned)
    {
        await using var follower = await Follow.FollowFixture.CreateAsync(events: 1);
        var file = follower.Folder.Write("token", follower.Server.Token);
        File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32(mode, 8));
        var link = follower.Folder["link"];
        File.CreateSymbolicLink(link, file);
        var config = follower.Folder.Write("follow.json", $$"""
            { "accounts": [{ "name": "acme", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "{{link}}" } }], "state": "state", "outputs": [{ "type": "files", "folder": "out" }] }
            """);

        foreach (var run in new[]
        {
            await follower.RunAsync("--config", config, "--once"),
            await follower.OnceAsync(
                "--token-file", link, "--state", follower.Folder["other"], "--output", follower.Folder["other"]),
        })
        {
            Assert.That(run.ExitCode, Is.Zero, run.Error);
            Assert.That(
                run.ErrorLines.Where(line => line.StartsWith("Warning: ", StringComparison.Ordinal)),
                Is.EqualTo(
                    warned
                        ? [$"Warning: every user of this machine can read the token in {link} (mode 0{mode}). Run: chmod 600 {file}"]
                        : Array.Empty<string>()));
        }
    }

    [Test]
    public async Task Missing_token_file_is_reported()
    {
        using var folder = new TemporaryFolder();
        (
            await CliRunner.RunAsync(
                "introspect", "--token-file", folder["none"])).FailedWith(2, "the token could not be read from", folder["none"]);
        (await CliRunner.RunAsync("introspect", "--token-file", folder.Path)).FailedWith(2, "the token could not be read from");
    }

    [TestCase("")]
    [TestCase("\n \n")]
    public async Task Empty_token_source_is_reported(string nothing)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("empty", nothing);
        (await CliRunner.RunAsync("introspect", "--token-file", file)).FailedWith(2, $"no token in {file}");
        (
            await new CliRunner { Input = nothing }.StartAsync(
                ["introspect", "--token-stdin"])).FailedWith(2, "no token in standard input");
    }

    [Test]
    public async Task Token_variable_with_only_white_space_is_reported() =>
        (
            await new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "  " } }.StartAsync(["introspect"])).FailedWith(2, "no token in the environment variable OP_EVENTS_TOKEN");

    [TestCase("two t0kens")]
    [TestCase("two\nt0kens")]
    [TestCase("t0kén")]
    [TestCase("t0ken\u0007")]
    public async Task Malformed_token_is_rejected_and_not_shown(string text) =>
        (
            await new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = text } }.StartAsync(
                ["introspect", "--region", "eu"])).FailedWith(2, "character at position");

    [Test]
    public async Task Token_as_an_argument_is_rejected_and_not_shown(
        [Values("export", "introspect")] string command, [Values("--token s3cret", "--token=s3cret", "--token:s3cret")] string token)
    {
        var tool = new CliRunner { Secrets = { "s3cret" } };
        (await tool.StartAsync([command, .. token.Split(' ')])).FailedWith(2, "--token");
    }

    /// <summary>Returns the bearer token that the server received.</summary>
    private static async Task<string> SentAsync(CliRunner tool, params string[] args)
    {
        await using var server = await RecordingServer.StartAsync();
        var run = await tool.StartAsync(["introspect", "--url", server.Url, .. args]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var request = server.Requests.Single();
        Assert.That(request.UserAgent, Does.Contain("op-events/"));
        Assert.That(request.Authorization, Does.StartWith("Bearer "));
        return request.Authorization["Bearer ".Length..];
    }
}
