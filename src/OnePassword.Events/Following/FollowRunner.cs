using System.Runtime.ExceptionServices;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Following;

/// <summary>
/// Hands each page to a function and commits it, and gets through failures: waits, and goes on after the last page that was
/// committed. What waiting cannot mend ends it.
/// </summary>
internal sealed class FollowRunner<TEvent>(
    FeedRequestExecutor executor,
    TimeProvider clock,
    FollowOptions options,
    Func<FollowOptions, CancellationToken, IAsyncEnumerable<FollowedPage<TEvent>>> follow) : IProgress<FollowProgress>
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);

    private readonly string _name = options.Name ?? executor.Feed;
    private TimeSpan _backoff = FirstBackoff;
    private EventTime? _last;

    public async Task RunAsync(Func<FollowedPage<TEvent>, CancellationToken, Task> handle, CancellationToken cancellationToken)
    {
        var watched = FollowOptions.Checked(options);
        watched.Progress = this;
        while (true)
        {
            try
            {
                await foreach (var page in follow(watched, cancellationToken).ConfigureAwait(false))
                {
                    await handle(page, cancellationToken).ConfigureAwait(false);
                    await page.CommitAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
                }
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The function may throw anything; it is told, never hidden, and the page comes again.
                var wait = Wait(e);
                Tell(e, wait);
                if (wait is null)
                    ExceptionDispatchInfo.Throw(e);
                await Task.Delay(wait!.Value, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // The server has answered and the page was taken, so whatever it was is over.
    void IProgress<FollowProgress>.Report(FollowProgress value)
    {
        (_backoff, _last) = (FirstBackoff, value.LastEventTime);
        options.Progress?.Report(value);
    }

    // Null for what stays as it is until somebody does something about it.
    private TimeSpan? Wait(Exception failure)
    {
        if (failure is CheckpointException or EventsException { Reason: EventsFailure.CursorRejected or EventsFailure.BadRequest or EventsFailure.TooLarge })
            return null;
        var wait = _backoff;
        _backoff = 2 * wait < options.MaxBackoff ? 2 * wait : options.MaxBackoff;
        return failure is EventsApiException { RetryAfter: { } asked } && asked > wait ? asked : wait;
    }

    private void Tell(Exception failure, TimeSpan? wait)
    {
        executor.Telemetry.FollowingFailed(_name, failure, wait);
        options.Progress?.Report(new FollowProgress(_name, executor.Feed, clock.GetUtcNow(), CaughtUp: false, 0, 0, _last, failure, wait));
    }
}
