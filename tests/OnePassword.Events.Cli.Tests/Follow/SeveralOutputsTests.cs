using System.Text.Json;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Several outputs of an account, each with a checkpoint of its own per feed.</summary>
public sealed class SeveralOutputsTests
{
    private const string Outputs = """
        { "type": "files", "folder": "out" }, { "type": "files", "name": "archive", "folder": "archive", "envelope": true }
        """;

    [Test]
    [Category("InProcess")]
    public async Task Each_output_gets_all_events_and_has_a_checkpoint_of_its_own_per_feed()
    {
        await using var follower = await FollowFixture.CreateAsync();

        var run = await follower.RunAsync("--once", "--config", Config(follower, Outputs));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        follower.AssertAll();
        foreach (var feed in FeedNames.All)
            Assert.That(NumberedFiles.Lines(follower.Folder["archive"], feed), Has.Count.EqualTo(60));
        Assert.That(
            Directory.GetFiles(follower.State, "*.json").Select(Path.GetFileNameWithoutExtension),
            Is.EquivalentTo(FeedNames.All.SelectMany(feed => new[] { $"acme-{feed}", $"acme-{feed}-archive" })));
        Assert.That(
            run.ErrorLines,
            Has.One.StartsWith("acme-auditevents: starts at").And.One.StartsWith("acme-auditevents-archive: starts at"));
    }

    [Test]
    [Category("InProcess")]
    public async Task Output_that_is_added_later_starts_from_the_beginning_and_leaves_the_other_where_it_is()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await follower.RunAsync("--once", "--config", Config(follower, """{ "type": "files", "folder": "out" }"""));
        var requests = follower.Server.Requests.Count;

        var run = await follower.RunAsync("--once", "--config", Config(follower, Outputs));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        follower.AssertAll();
        Assert.That(NumberedFiles.Lines(follower.Folder["archive"], FeedNames.AuditEvents), Has.Count.EqualTo(60));
        Assert.That(
            follower.Server.Requests.Skip(requests).Sum(request => request.Items), Is.EqualTo(180), "for the new output alone");
    }

    [Test]
    [Category("InProcess")]
    public async Task Failing_output_stops_no_other_and_is_unhealthy()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Folder.Write("archive", "a file where the folder should be");

        follower.StartOf(["--config", Config(follower, Outputs)]);

        await follower.HasAllAsync();
        await follower.ReportedAsync("acme-auditevents-archive: ");
        var health = JsonElement.Parse(follower.Get("/healthz"));
        Assert.That(health.GetProperty("status").GetString(), Is.EqualTo("failing"));
        Assert.That(
            health.GetProperty("feeds").EnumerateArray().Where(feed => feed.GetProperty("failure").ValueKind != JsonValueKind.Null)
                .Select(feed => feed.GetProperty("output").GetString()),
            Is.All.EqualTo("archive"));
        await Wait.UntilAsync(() => follower.Get("/metrics").Contains(
            "op_events_follow_events_total{account=\"acme\",feed=\"auditevents\",output=\"files\"} 60\n", StringComparison.Ordinal));
    }

    private static string Config(FollowFixture follower, string outputs)
    {
        follower.Folder.Write("token", follower.Server.Token);
        return follower.Folder.Write("follow.json", $$"""
            {
              "accounts": [{ "name": "acme", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "token" } }],
              "state": "state", "page_size": 20, "poll": { "min": "1s", "max": "1s" }, "listen": 0,
              "outputs": [{{outputs}}]
            }
            """);
    }
}
