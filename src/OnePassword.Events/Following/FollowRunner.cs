using System.Runtime.ExceptionServices;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Following;

/// <summary>
/// Passes each page to a handler and commits it with the state that the handler returns. After a failure it waits, then continues from
/// the checkpoint. A failure that waiting cannot cure ends it.
/// </summary>
internal sealed class FollowRunner<TEvent>(
    FeedRequestExecutor calls,
    TimeProvider clock,
    FollowOptions options,
    Func<FollowOptions, CancellationToken, IAsyncEnumerable<FollowedPage<TEvent>>> follow) : IProgress<FollowProgress>
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);

    private readonly string _name = options.Name ?? calls.Feed;
    private TimeSpan _backoff = FirstBackoff;
    private EventTime? _lastEventTime;
    private bool _started;
    private bool _startFailed;

    public async Task RunAsync(Func<FollowedPage<TEvent>, CancellationToken, Task<string?>> handle, CancellationToken cancellationToken)
    {
        var watched = FollowOptions.Checked(options);
        watched.Progress = this;
        if (options.OnStart is not null)
            watched.OnStart = StartAsync;
        while (true)
        {
            try
            {
                await foreach (var page in follow(watched, cancellationToken).ConfigureAwait(false))
                {
                    var state = await handle(page, cancellationToken).ConfigureAwait(false);
                    await page.CommitAsync(state, cancellationToken).ConfigureAwait(false);
                }
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The handler may throw anything. It is reported, and the page is delivered again.
                var wait = WaitAfter(e);
                Report(e, wait);
                if (wait is null)
                    ExceptionDispatchInfo.Throw(e);
                await Task.Delay(wait!.Value, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // The server responded and the page was handled, so the last failure is over.
    void IProgress<FollowProgress>.Report(FollowProgress value)
    {
        (_backoff, _lastEventTime) = (FirstBackoff, value.LastEventTime);
        options.Progress?.Report(value);
    }

    private async Task<string?> StartAsync(Checkpoint? checkpoint, CancellationToken cancellationToken)
    {
        _startFailed = !_started;
        var state = await options.OnStart!(checkpoint, cancellationToken).ConfigureAwait(false);
        (_started, _startFailed) = (true, false);
        return state;
    }

    // Null for a failure that stays until the operator acts.
    private TimeSpan? WaitAfter(Exception failure)
    {
        if (_startFailed || failure is CheckpointException or EventsException { Reason: EventsFailure.CursorRejected or EventsFailure.BadRequest or EventsFailure.TooLarge })
            return null;
        var wait = _backoff;
        _backoff = 2 * wait < options.MaxBackoff ? 2 * wait : options.MaxBackoff;
        return failure is EventsApiException { RetryAfter: { } retryAfter } && retryAfter > wait ? retryAfter : wait;
    }

    private void Report(Exception failure, TimeSpan? wait)
    {
        calls.Telemetry.FollowingFailed(calls.Feed, _name, failure, wait);
        options.Progress?.Report(new FollowProgress(_name, calls.Feed, clock.GetUtcNow(), CaughtUp: false, 0, 0, _lastEventTime, failure, wait));
    }
}
