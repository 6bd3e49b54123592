using System.Net;
using Microsoft.Extensions.Logging;
using static OnePassword.Events.Tests.Following.Pages;

namespace OnePassword.Events.Tests.Following;

/// <summary>The log of a follower in normal operation: it starts, and recovers from failures.</summary>
public sealed class FollowerLogTests
{
    private const string Follower = "auditevents at eu: follower 'auditevents' ";

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly StubServer _server = new();
    private readonly MemoryCheckpointStore _store = new();

    [Test]
    public async Task Start_is_logged_with_the_position()
    {
        var since = new FollowOptions { StopWhenCaughtUp = true, Start = EventQuery.Since(TimeSpan.FromDays(1)) };
        Assert.That(
            await FollowAsync(since, Page("1", more: false, "e01")),
            Is.EqualTo(new[] { (12, LogLevel.Information, Follower + "starts with a new checkpoint at 2026-01-30 12:00:00Z") }));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.That(
            await FollowAsync(since, Page("1", more: false)),
            Is.EqualTo(new[] { (12, LogLevel.Information, Follower + "starts after the checkpoint saved at 2026-01-31 12:00:00Z") }));
    }

    [Test]
    public async Task Recovery_is_logged_once_and_a_retry_is_not_a_start()
    {
        _server.Responds(HttpStatusCode.ServiceUnavailable, "").Responds(HttpStatusCode.ServiceUnavailable, "");
        var log = await FollowAsync(
            new FollowOptions { StopWhenCaughtUp = true }, Page("1", more: true, "e01"), Page("2", more: false, "e02"));
        Assert.That(log.Select(line => line.Id), Is.EqualTo(new[] { 12, 8, 8, 13 }));
        Assert.That(log[^1], Is.EqualTo((13, LogLevel.Information, Follower + "recovered; failed attempts: 2")));
    }

    private async Task<List<(int Id, LogLevel Level, string Message)>> FollowAsync(FollowOptions follow, params string[] pages)
    {
        Array.ForEach(pages, page => _server.Responds(page));
        using var logs = new LogCapture();
        var options = new EventsClientOptions { TimeProvider = _clock, LoggerFactory = logs.Factory() };
        EmulatorFixture.Patient(options.Resilience);
        options.Resilience.Retry.MaxRetryAttempts = 0;
        using var client = _server.Client(options);
        await _clock.RunAsync(client.AuditEvents.FollowAsync(_store, (_, _) => Task.CompletedTask, follow));
        return [.. logs.OfLibrary.Where(line => line.Id.Id != 1).Select(line => (line.Id.Id, line.Level, line.Message))];
    }
}
