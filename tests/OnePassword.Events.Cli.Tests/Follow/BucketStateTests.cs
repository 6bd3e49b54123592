using System.Text.Json.Nodes;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The commands <c>state</c> with checkpoints in a bucket.</summary>
[Category("InProcess")]
public sealed class BucketStateTests
{
    private const string Name = "acme-auditevents";

    private FollowFixture _follower = null!;
    private FollowedBucket _bucket = null!;
    private string _config = null!;

    [SetUp]
    public async Task SetUp()
    {
        _follower = await FollowFixture.CreateAsync();
        _bucket = await FollowedBucket.StartAsync(_follower.Server);
        _config = _bucket.WriteConfig(_follower);
        await FollowAsync();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _bucket.DisposeAsync();
        await _follower.DisposeAsync();
    }

    [Test]
    public async Task Checkpoints_are_shown()
    {
        var run = await _bucket.Runner().StartAsync(["state", "show", "--config", _config]);
        Assert.That(run.OutputText, Does.Match(@"acme-auditevents +60 .*\nacme-itemusages +60 .*\nacme-signinattempts +60 "));
    }

    [Test]
    public async Task Feed_restarts_at_a_time_without_duplicates()
    {
        var set = await SetAsync("--since", "30d", "--yes");
        Assert.That(set.Error, Does.Match("^acme-auditevents: restarts at .*, dropping duplicates of the latest 60 events.\n$"));
        await FollowAsync();
        Assert.That(await ReadAsync("duplicates"), Is.EqualTo("60"));
        _bucket.AssertComplete();
    }

    [Test]
    public async Task Feed_continues_after_a_cursor_without_duplicates()
    {
        var cursor = await ReadAsync("cursor");
        _follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        await FollowAsync();
        Assert.That(await ReadAsync("cursor"), Is.Not.EqualTo(cursor));

        var set = await SetAsync("--cursor", cursor, "--yes");
        Assert.That(set.Error, Is.EqualTo("acme-auditevents: continues after the given cursor.\n"));
        Assert.That(await ReadAsync("cursor"), Is.EqualTo(cursor));

        await FollowAsync();
        Assert.That((await ReadAsync("events"), await ReadAsync("duplicates")), Is.EqualTo(("61", "1")));
        _bucket.AssertComplete();
    }

    [Test]
    public async Task Confirmation_warns_that_a_process_that_follows_the_feed_ends()
    {
        var objects = _bucket.S3.Objects.Count;
        var run = await _bucket.Runner(typed: "n").StartAsync(["state", "set", Name, "--config", _config, "--since", "30d"]);
        Assert.That(run.Error, Does.StartWith(
            "A running op-events follow stops following this feed and does not resume it, so end it first. Set acme-auditevents (60 events"));
        Assert.That(_bucket.S3.Objects, Has.Count.EqualTo(objects));
    }

    private async Task FollowAsync()
    {
        var run = await _bucket.Runner().StartAsync(["follow", "--once", "--config", _config]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
    }

    private Task<CliResult> SetAsync(params string[] change) =>
        _bucket.Runner().StartAsync(["state", "set", Name, "--config", _config, .. change]);

    private async Task<string> ReadAsync(string key)
    {
        var run = await _bucket.Runner().StartAsync(["state", "show", Name, "--config", _config, "--json"]);
        return JsonNode.Parse(run.OutputText)![key]!.ToString();
    }
}
