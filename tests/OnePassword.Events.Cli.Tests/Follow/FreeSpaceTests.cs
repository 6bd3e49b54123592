using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Reading stops before the disk is full, and continues by itself.</summary>
public sealed class FreeSpaceTests
{
    [Test]
    [Category("InProcess")]
    public async Task Follow_stops_reading_on_a_low_disk_and_continues_when_it_has_space_again()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Disk.Free = 999_999_999;
        follower.Start("--min-free-space", "1GB", "--listen", "0");
        var low = $"{follower.Out}: 999,999,999 bytes are free, less than --min-free-space (1,000,000,000 bytes).";
        await follower.ReportedAsync($"{low} Reading stops until there is more.");
        await Wait.UntilAsync(() => AllFeedsHave(follower, "failure", low));
        Assert.That(AllFeedsHave(follower, "state", "failing"), Is.True);
        Assert.That(follower.Error.Split(low), Has.Length.EqualTo(2), "one line, although three feeds wait");
        Assert.That(Directory.GetFiles(follower.Out, "*.ndjson*"), Is.Empty);
        Assert.That(
            follower.Server.Requests.Count(request => request.Items > 0), Is.EqualTo(CliFixture.AllFeeds.Length),
            "no further page is read");

        follower.Disk.Free = 1_000_000_000;
        await follower.HasAllAsync();
        await follower.ReportedAsync($"{follower.Out}: 1,000,000,000 bytes are free. Reading continues.");
        await Wait.UntilAsync(() => AllFeedsHave(follower, "state", "following"));
    }

    [Test]
    [Description("Regression: a feed with new events waited for space before it removed old files.")]
    public async Task Low_disk_first_gets_the_space_of_the_files_that_retention_removes()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await follower.OnceAsync("auditevents", "--rotate-size", "1KB");
        var old = NumberedFiles.Files(follower.Out, "auditevents").ToList();
        foreach (var file in old)
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        (follower.Disk.Free, follower.Disk.FreedByFile) = (99_999_999, 1);

        follower.Start("auditevents", "--rotate-size", "1KB", "--keep", "7d");

        await Wait.UntilAsync(() => NumberedFiles.TryLines(follower.Out, "auditevents") is [var line] && line.Contains("NEW", StringComparison.Ordinal));
        Assert.That(old, Has.None.Exist);
        Assert.That(follower.Error, Does.Contain($"removed {old.Count} old files").And.Not.Contain("Reading stops"));
    }

    [Test]
    [Category("InProcess")]
    public async Task Run_with_once_fails_on_a_low_disk_without_writing()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Disk.Free = 99_999_999;
        var run = await follower.OnceAsync("auditevents");
        Assert.That(run.ExitCode, Is.EqualTo(6), "the default is 100 MB");
        Assert.That(run.Error, Does.Contain("op-events: auditevents: ").And.Contain("less than --min-free-space (100,000,000 bytes)"));
        Assert.That(Directory.GetFiles(follower.Out, "*.ndjson*"), Is.Empty);

        follower.Disk.Free = 0;
        Assert.That((await follower.OnceAsync("auditevents", "--min-free-space", "0")).ExitCode, Is.Zero);
    }

    [Test]
    [Category("InProcess")]
    public async Task Follow_on_a_low_disk_stops_at_once_on_request()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Disk.Free = 0;
        follower.Start();
        await follower.ReportedAsync("Reading stops until there is more.");
        Assert.That((await follower.StopAsync()).ExitCode, Is.Zero);
    }

    private static bool AllFeedsHave(FollowFixture follower, string property, string value)
    {
        var feeds = JsonElement.Parse(follower.Get("/healthz")).GetProperty("feeds").EnumerateArray().ToList();
        return feeds.Count == CliFixture.AllFeeds.Length && feeds.All(feed => feed.GetProperty(property).GetString() == value);
    }
}
