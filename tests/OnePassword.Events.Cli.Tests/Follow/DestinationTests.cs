using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Follow with destinations: each output is delivered, fails and recovers for itself.</summary>
[Category("InProcess")]
public sealed class DestinationTests
{
    private const string Secret = "s3cret-of-the-siem";

    [Test]
    public async Task Events_reach_a_destination_of_the_command_line()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Token = follower.Environment["SIEM_TOKEN"] = Secret;

        var run = await follower.RunAsync(
            "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--once", "--page-size", "20",
            "--to", "https", "--set", $"url={siem.Url}", "--set", "token.env=SIEM_TOKEN", "--set", "format=envelope", "--set", "gzip=false");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Has.Count.EqualTo(180).And.All.StartsWith("""{"account":null,"feed":"""));
        Assert.That(siem.Requests.Any(request => request.IsCompressed), Is.False);
        Assert.That(
            Directory.GetFiles(follower.State, "*.json").Select(Path.GetFileNameWithoutExtension),
            Is.EquivalentTo(FeedNames.All.Select(feed => $"{feed}-https")));
        Assert.That(run.Error, Does.Contain("https: 180 events delivered in 9 requests").And.Not.Contain(Secret));
    }

    [Test, Property("Statement", 9)]
    [Description("A destination that hangs delays no other destination of the same feed.")]
    public async Task Hanging_destination_delays_no_other_output()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Choose = _ => new ServiceFault.Hang();
        follower.StartOf(["--config", Config(follower, $$"""{ "type": "files", "folder": "out" }, { "type": "https", "url": "{{siem.Url}}" }""")]);

        await follower.HasAllAsync();
        await Wait.UntilAsync(() => siem.Requests.Count > 0);
        Assert.That(siem.Lines, Is.Empty);

        await follower.StopAsync();
        siem.Choose = _ => null;
        var run = await follower.RunAsync("--once", "--config", follower.Folder["follow.json"]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Has.Count.EqualTo(180));
        follower.AssertAll();
    }

    [Test, Property("Statement", 10)]
    [Description("A destination that was down for hours continues where it stopped, without a gap, while the others went on.")]
    public async Task Destination_continues_after_an_outage_without_a_gap()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Choose = _ => new ServiceFault.Respond(new ServiceReply(503));
        follower.StartOf(["--config", Config(follower, $$"""{ "type": "files", "folder": "out" }, { "type": "https", "name": "siem", "url": "{{siem.Url}}" }""")]);
        await follower.ReportedAsync("siem: ");
        await follower.HasAllAsync();
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        await Wait.UntilAsync(() => follower.HasAll(EmulatorFeed.AuditEvents));
        await Wait.UntilAsync(() => Health(follower).GetProperty("outputs")[0].GetProperty("state").GetString() == "failing");
        var health = Health(follower);
        Assert.That(health.GetProperty("status").GetString(), Is.EqualTo("failing"));
        Assert.That(health.GetProperty("outputs")[0].GetProperty("failure").GetString(), Does.Contain("503"));
        Assert.That(follower.Get("/metrics"), Does.Contain("op_events_follow_output_failing{output=\"siem\"} 1\n"));

        siem.Choose = _ => null;

        await Wait.UntilAsync(() => siem.Lines.Distinct(StringComparer.Ordinal).Count() == 181);
        await follower.ReportedAsync("works again after ");
        await Wait.UntilAsync(() => Health(follower).GetProperty("status").GetString() == "ok");
        Assert.That(siem.Lines, Is.Unique, "a 503 is sent again, and the endpoint did not take it before");
        await Wait.UntilAsync(() => follower.Get("/metrics").Contains(
            "op_events_follow_output_delivered_total{output=\"siem\"} 181\n", StringComparison.Ordinal));
        Assert.That(
            follower.Error.Split('\n').Where(line => line.Contains(" 503", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1),
            "one line, although three feeds failed several times");
    }

    [Test]
    public async Task Run_with_once_fails_with_exit_code_6_if_the_destination_needs_an_operator()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Token = "another";
        follower.Environment["SIEM_TOKEN"] = Secret;
        var config = Config(
            follower, $$"""{ "type": "files", "folder": "out" }, { "type": "https", "url": "{{siem.Url}}", "token": { "env": "SIEM_TOKEN" } }""");

        var run = await follower.RunAsync("--once", "--config", config);

        Assert.That(run.ExitCode, Is.EqualTo(6), run.Error);
        Assert.That(run.ErrorLines.Where(line => line.Contains("HTTP 401", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            $"op-events: https: {siem.Url.GetLeftPart(UriPartial.Authority)}: HTTP 401: unknown token. Check the token and its rights. "
            + "It is the token from the environment variable SIEM_TOKEN. All feeds of this output stop.",
        }), "one line, although three feeds stop");
        Assert.That(siem.Lines, Is.Empty);
        follower.AssertAll();
        Assert.That(Path.Combine(follower.State, "dead-letters"), Does.Not.Exist, "a rejected token makes no dead letter");
    }

    [Test]
    public async Task Replaced_secret_is_used_without_a_restart()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Token = Secret;
        var file = follower.Folder.Write("siem.token", Secret + "\n");
        follower.StartOf(["--config", Config(follower, $$"""{ "type": "https", "url": "{{siem.Url}}", "token": { "file": "siem.token" } }""")]);
        await Wait.UntilAsync(() => siem.Lines.Count == 180);

        siem.Token = "another-s3cret";
        await File.WriteAllTextAsync(file, siem.Token);
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch); // Another time, whatever the resolution of the file system.
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);

        await Wait.UntilAsync(() => siem.Lines.Count == 181);
        Assert.That(follower.Error, Does.Not.Contain("s3cret"));
    }

    [Test]
    public async Task Rejected_event_is_reported_and_is_a_dead_letter()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var siem = await FakeEndpoint.StartAsync();
        follower.Append(EmulatorFeed.AuditEvents, "POISON", TimeSpan.Zero);
        siem.Rejects = line => line.Contains("POISON", StringComparison.Ordinal);

        var run = await follower.RunAsync("--once", "--config", Config(follower, $$"""{ "type": "https", "name": "siem", "url": "{{siem.Url}}" }"""));

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(siem.Lines, Has.Count.EqualTo(180));
        var file = Path.Combine(follower.State, "dead-letters", "siem.ndjson");
        Assert.That(File.ReadAllLines(file), Has.Length.EqualTo(1).And.All.Contains("POISON"));
        Assert.That(run.Error, Does.Contain(
            $"acme-auditevents-siem: 1 event was rejected and written to {file}. The first, POISON: HTTP 400: invalid event. "
            + "Show or replay dead letters with `op-events deadletter`."));
        Assert.That(run.Error, Does.Contain("siem: 180 events delivered in ").And.Contain("1 dead letter"));
    }

    [Test]
    public async Task Metrics_and_health_count_the_dead_letters_that_wait()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var siem = await FakeEndpoint.StartAsync();
        follower.Append(EmulatorFeed.AuditEvents, "POISON", TimeSpan.Zero);
        siem.Rejects = line => line.Contains("POISON", StringComparison.Ordinal);
        var config = Config(follower, $$"""{ "type": "https", "name": "siem", "url": "{{siem.Url}}" }""");
        Assert.That((await follower.RunAsync("--once", "--config", config)).ExitCode, Is.Zero);

        siem.Rejects = _ => false;
        follower.StartOf(["--config", config]);
        await follower.ReportedAsync("Health and metrics: ");
        Assert.That(follower.Get("/metrics"), Does.Contain("op_events_follow_output_dead_letters{output=\"siem\"} 1\n"), "of an earlier run");
        Assert.That(Health(follower).GetProperty("outputs")[0].GetProperty("dead_letters").GetInt32(), Is.EqualTo(1));

        var replay = await new CliRunner().StartAsync(["deadletter", "replay", "--config", config]);
        Assert.That(replay.ExitCode, Is.Zero, replay.Error);
        Assert.That(follower.Get("/metrics"), Does.Contain("op_events_follow_output_dead_letters{output=\"siem\"} 0\n"));
    }

    [Test, Property("Statement", 16)]
    [Description("Shutdown takes at most a second while a destination does not respond.")]
    public async Task Follow_stops_within_a_second_while_the_destination_hangs()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Choose = _ => new ServiceFault.Hang();
        follower.StartOf(["--config", Config(follower, $$"""{ "type": "https", "url": "{{siem.Url}}" }""")]);
        await Wait.UntilAsync(() => siem.Requests.Count > 0);

        var started = TimeProvider.System.GetTimestamp();
        var run = await follower.StopAsync();

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(10)), "1 s on an idle machine");
        using var store = FileCheckpointStore.OpenReadOnly(follower.State);
        foreach (var name in store.Names)
            Assert.That((await store.LoadAsync(name))!.Events, Is.Zero, "an undelivered page is not committed");
    }

    private static JsonElement Health(FollowFixture follower) => JsonElement.Parse(follower.Get("/healthz"));

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
