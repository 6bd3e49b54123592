using System.Net;
using Microsoft.Extensions.Logging;
using static OnePassword.Events.Tests.Following.Pages;

namespace OnePassword.Events.Tests.Following;

/// <summary>The log of a follower that stops says what happened and what an operator of the application does.</summary>
public sealed class StoppedFollowerLogTests
{
    private const string Restart =
        " Then restart the application: the follower continues after the last committed page";

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly StubServer _server = new();
    private readonly MemoryCheckpointStore _store = new();
    private readonly FollowOptions _options = new() { Name = "siem", StopWhenCaughtUp = true };

    [Test]
    public async Task A_rejected_cursor_is_explained()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(HttpStatusCode.BadRequest, "");
        Assert.That(
            await StopAsync(),
            Is.EqualTo(
                "auditevents at eu: follower 'siem' stopped (the server rejected the cursor of its checkpoint). "
                + "Remove this checkpoint to read all events again. To continue shortly before the last event instead, "
                + "the application must set OnCursorRejected to Restart." + Restart));
    }

    [Test]
    public async Task A_rejected_start_is_explained()
    {
        _server.Responds(HttpStatusCode.BadRequest, "");
        Assert.That(
            await StopAsync(),
            Does.Contain("(the server rejected the start or the page size of the follower). The application must set another Start."));
    }

    [Test]
    public async Task A_response_that_is_too_large_is_explained()
    {
        _server.Responds(Page("1", more: true, "e01")).Responds(Page("2", more: false, new string('x', 2_000) + "02"));
        Assert.That(
            await StopAsync(options => options.Resilience.MaxResponseBytes = 1_024),
            Does.Contain("a response was larger than MaxResponseBytes").And.Contain("Raise Resilience:MaxResponseBytes in the configuration."));
    }

    [Test]
    public async Task A_checkpoint_of_another_account_is_explained()
    {
        await _store.SaveAsync("siem", TestCheckpoint.At("other") with { Host = "events.1password.ca" });
        Assert.That(
            await StopAsync(),
            Does.Contain("follower 'siem' stopped (Checkpoint 'siem' was written for").And.EndsWith(
                "). Restore the previous configuration, or remove the checkpoint to read all events again." + Restart));
    }

    [Test]
    public async Task A_checkpoint_in_use_is_explained()
    {
        using var other = _server.Responds(Page("1", more: true, "e01")).Client();
        await using var following = other.AuditEvents.FollowAsync(_store, _options).GetAsyncEnumerator();
        await following.MoveNextAsync();
        Assert.That(
            await StopAsync(),
            Is.EqualTo(
                "auditevents at eu: follower 'siem' stopped (Another follower already uses the name 'siem' in this store. Each would "
                + "skip events that the other commits). Stop the other follower of this checkpoint, or wait until it has stopped."
                + Restart));
    }

    [Test]
    public async Task A_failing_handler_is_explained_with_its_exception()
    {
        _server.Responds(Page("1", more: false, "e01")).Responds(Page("1", more: false, "e01")).Responds(Page("1", more: false, "e01"));
        _options.MaxDeliveryCount = 3;
        using var logs = new LogCapture();
        Assert.That(
            await StopAsync(logs: logs, handle: () => throw new FormatException("the disk is full.")),
            Is.EqualTo(
                "auditevents at eu: follower 'siem' stopped (the handler failed on delivery 3 of one page: the disk is full). "
                + "Correct the cause, such as the destination of the events." + Restart));
        Assert.That(
            logs.OfLibrary.First(line => line.Id.Id == 8).Message,
            Is.EqualTo(
                "auditevents at eu: follower 'siem' failed (the handler failed on delivery 1 of one page: the disk is full); "
                + "resuming after the last committed page in 1 s"));
        Assert.That(
            logs.OfLibrary.Where(line => line.Id.Id is 8 or 9).Select(line => (line.Id.Id, line.Exception is FormatException)),
            Is.EqualTo(new[] { (8, true), (8, false), (9, true) }), "the stack trace is logged on the first delivery and at the stop");
    }

    [Test]
    public async Task A_failing_OnStart_is_explained_with_its_exception()
    {
        _options.OnStart = (_, _) => throw new IOException("the volume is not mounted");
        using var logs = new LogCapture();
        Assert.That(await StopAsync(logs: logs), Does.Contain("stopped (the volume is not mounted). Correct the cause." + Restart));
        Assert.That(logs.OfLibrary.Single(line => line.Id.Id == 9).Exception, Is.InstanceOf<IOException>());
    }

    [Test]
    public async Task A_failure_that_is_retried_names_the_feed_once()
    {
        _server.Responds(HttpStatusCode.ServiceUnavailable, "").Responds(HttpStatusCode.BadRequest, "");
        using var logs = new LogCapture();
        await StopAsync(logs: logs);
        Assert.That(
            logs.OfLibrary.Single(line => line.Id.Id == 8).Message,
            Does.StartWith("auditevents at eu: follower 'siem' failed (the server returned 503").And.Not.Match("auditevents.*auditevents"));
    }

    private async Task<string> StopAsync(
        Action<EventsClientOptions>? configure = null, LogCapture? logs = null, Func<Task>? handle = null)
    {
        using var own = new LogCapture();
        logs ??= own;
        var options = new EventsClientOptions { TimeProvider = _clock, LoggerFactory = logs.Factory() };
        EmulatorFixture.Patient(options.Resilience);
        options.Resilience.Retry.MaxRetryAttempts = 0;
        configure?.Invoke(options);
        using var client = _server.Client(options);
        var follower = client.AuditEvents.FollowAsync(_store, (_, _) => handle?.Invoke() ?? Task.CompletedTask, _options);
        Assert.CatchAsync(() => _clock.RunAsync(follower));
        var stopped = logs.OfLibrary.Single(line => line.Id.Id == 9);
        Assert.That(stopped.Level, Is.EqualTo(LogLevel.Critical));
        return stopped.Message;
    }
}
