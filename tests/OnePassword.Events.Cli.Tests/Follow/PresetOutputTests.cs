using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The outputs to services with a preset, from the command line.</summary>
[Category("InProcess")]
public sealed class PresetOutputTests
{
    [Test]
    public async Task Datadog_receives_each_event()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var datadog = await FakeDatadog.StartAsync();
        follower.Environment["DD_API_KEY"] = datadog.ApiKey;
        var run = await RunAsync(follower, "datadog", "api_key.env=DD_API_KEY", $"url={new Uri(datadog.Url, "api/v2/logs")}");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(datadog.Logs.Select(log => log.GetProperty("message").GetString()).ToList(), Has.Count.EqualTo(180).And.Unique);
    }

    [Test]
    public async Task Sumo_Logic_receives_each_event()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var sumo = await FakeSumoLogic.StartAsync();
        follower.Environment["SUMO_TOKEN"] = sumo.Secret;
        var run = await RunAsync(
            follower, "sumologic", "token.env=SUMO_TOKEN", $"url={new Uri(sumo.Url, "receiver/v1/http/")}", "category=sec/{feed}");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(sumo.Lines.Select(line => line.Line).ToList(), Has.Count.EqualTo(180).And.Unique);
        Assert.That(
            sumo.Lines.Select(line => line.Category).Distinct(StringComparer.Ordinal),
            Is.EquivalentTo(FeedNames.All.Select(feed => $"sec/{feed}")));
        Assert.That(run.Error, Does.Not.Contain(sumo.Secret));
    }

    [Test]
    public async Task Google_SecOps_receives_each_event()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var google = await FakeGoogleSecOps.StartAsync();
        var key = follower.Folder.Write("secops.json", google.ServiceAccount);
        var run = await RunAsync(
            follower, "google_secops", $"service_account.file={key}", $"customer_id={FakeGoogleSecOps.CustomerId}",
            $"url={new Uri(google.Url, "v2/unstructuredlogentries:batchCreate")}");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(google.Logs.Select(log => log.Text).ToList(), Has.Count.EqualTo(180).And.Unique);
    }

    [Test]
    public async Task Panther_receives_each_event()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var panther = await FakePanther.StartAsync();
        follower.Environment["PANTHER_TOKEN"] = panther.Token;
        var run = await RunAsync(follower, "panther", "token.env=PANTHER_TOKEN", $"url={new Uri(panther.Url, "http/source")}");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(panther.Lines, Has.Count.EqualTo(180).And.Unique);
    }

    private static Task<CliResult> RunAsync(FollowFixture follower, string type, params string[] settings) => follower.RunAsync(
    [
        "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--once", "--to", type,
        .. settings.SelectMany(setting => new[] { "--set", setting }),
    ]);
}
