using System.Runtime.ExceptionServices;
using OnePassword.Events.Checkpoints;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Following;

/// <summary>
/// Passes each page to a handler and commits it with the state that the handler returns. After a failure it waits, then continues
/// from the checkpoint. A failure that a retry cannot fix ends it.
/// </summary>
internal sealed class FollowRunner<TPage, TEvent>(
    PageReader<TPage, TEvent> reader,
    ICheckpointStore checkpoints,
    Func<FollowedPage<TEvent>, CancellationToken, Task<string?>> handle,
    FollowOptions options) : IProgress<FollowProgress>
    where TPage : class, IPage
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);

    private readonly ICheckpointStore _checkpoints = checkpoints ?? throw new ArgumentNullException(nameof(checkpoints));
    private readonly Func<FollowedPage<TEvent>, CancellationToken, Task<string?>> _handle =
        handle ?? throw new ArgumentNullException(nameof(handle));
    private readonly string _name = options.Name ?? reader.Executor.Feed;
    private TimeSpan _backoff = FirstBackoff;
    private EventTime? _lastEventTime;
    private bool _started;
    private bool _startFailed;
    private int _failures; // Since the last success.
    private int _failedDeliveries; // How often the handler failed on the page after the checkpoint.
    private Exception? _handlerFailure;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var watched = FollowOptions.Checked(options);
        watched.Progress = this;
        if (options.OnStart is not null)
            watched.OnStart = StartAsync;
        while (true)
        {
            try
            {
                var pages = new FollowLoop<TPage, TEvent>(reader, _checkpoints, watched, isRetry: _failures > 0)
                    .RunAsync(cancellationToken);
                await foreach (var page in pages.ConfigureAwait(false))
                {
                    var state = await DeliverAsync(page, cancellationToken).ConfigureAwait(false);

                    // A state says that the events are stored. Without one, a canceled handler may have returned early.
                    if (state is null)
                        cancellationToken.ThrowIfCancellationRequested();
                    await page.CommitAsync(state, CancellationToken.None).ConfigureAwait(false);
                    _failedDeliveries = 0; // The next page has its own count, although OnCommitted may fail.
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
                await Task.Delay(wait!.Value, reader.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // The server responded and the page was handled, so the last failure is over.
    void IProgress<FollowProgress>.Report(FollowProgress value)
    {
        if (_failures > 0)
            reader.Executor.Telemetry.FollowingRecovered(_name, _failures);
        (_backoff, _lastEventTime, _failures, _failedDeliveries) = (FirstBackoff, value.LastEventTime, 0, 0);
        options.Progress?.Report(value);
    }

    private async Task<string?> DeliverAsync(FollowedPage<TEvent> page, CancellationToken cancellationToken)
    {
        page.DeliveryCount = _failedDeliveries + 1;
        try
        {
            return await _handle(page, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            (_handlerFailure, _failedDeliveries) = (e, page.IsCommitted ? 0 : page.DeliveryCount);
            throw;
        }
    }

    private async Task<string?> StartAsync(Checkpoint? checkpoint, CancellationToken cancellationToken)
    {
        _startFailed = !_started;
        var state = CheckpointText.Checked(await options.OnStart!(checkpoint, cancellationToken).ConfigureAwait(false));
        (_started, _startFailed) = (true, false);
        return state;
    }

    // Null for a failure that requires operator action.
    private TimeSpan? WaitAfter(Exception failure)
    {
        var isFinal = failure is CheckpointException
            or EventsException { Reason: EventsFailure.CursorRejected or EventsFailure.BadRequest or EventsFailure.TooLarge };
        if (_startFailed || isFinal || (failure == _handlerFailure && _failedDeliveries >= options.MaxDeliveryCount))
            return null;
        var wait = _backoff;
        _backoff = Backoff.Next(wait, options.MaxBackoff);
        return failure is EventsApiException { RetryAfter: { } retryAfter } && retryAfter > wait ? retryAfter : wait;
    }

    private void Report(Exception failure, TimeSpan? wait)
    {
        _failures++;
        reader.Executor.Telemetry.FollowingFailed(_name, failure, wait, failure == _handlerFailure ? _failedDeliveries : 0);
        options.Progress?.Report(new FollowProgress(
            _name, reader.Executor.Feed, reader.Clock.GetUtcNow(), CaughtUp: false, 0, 0, _lastEventTime, failure, wait)
        {
            FailedDeliveries = _failedDeliveries,
        });
    }
}
