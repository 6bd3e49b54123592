using System.Threading.Channels;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Backfill;

/// <summary>
/// Runs a <see cref="ReadScheduler{TPage, TEvent}"/>: sends its requests, and passes it one completion at a time.
/// </summary>
internal sealed class ParallelReadWorker<TPage, TEvent>(PageReader<TPage, TEvent> reader, EventQuery query, ReadOptions options)
    where TPage : class, IPage
{
    private readonly ReadScheduler<TPage, TEvent> _scheduler = new(reader.Format, query, options, reader.Executor.Share);
    private readonly Channel<Completion> _completions = Channel.CreateUnbounded<Completion>(new() { SingleReader = true });
    private readonly Channel<TPage> _pages = Channel.CreateUnbounded<TPage>(new() { SingleReader = true, SingleWriter = true });
    private readonly HashSet<FeedCall> _calls = []; // In flight.

    /// <summary>The pages for the consumer, in order. The scheduler bounds their number.</summary>
    public ChannelReader<TPage> Pages => _pages.Reader;

    public void PageConsumed() => _completions.Writer.TryWrite(default);

    /// <summary>Never throws: a failure completes <see cref="Pages"/> once no request is in flight.</summary>
    /// <param name="abort">Cancels all requests.</param>
    /// <param name="caller">The caller's token, which <paramref name="abort"/> is linked to.</param>
    public async Task RunAsync(CancellationTokenSource abort, CancellationToken caller)
    {
        Exception? failure = null;
        reader.Executor.Share.Join();
        try
        {
            await ReadAsync(abort).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e is OperationCanceledException ? Cancellation(e, caller) : e;
            await abort.CancelAsync().ConfigureAwait(false);
            while (_calls.Count > 0)
            {
                var completion = await _completions.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                if (completion.Call is { } call)
                    _calls.Remove(call);
            }
            if (!caller.IsCancellationRequested)
            {
                _scheduler.Stop();
                EmitPages();
            }
        }
        reader.Executor.Share.Leave();
        _pages.Writer.Complete(failure);
    }

    private async Task ReadAsync(CancellationTokenSource abort)
    {
        options.Stop.ThrowIfCancellationRequested();
        var grace = reader.Clock.CreateTimer(
            static abort => ((CancellationTokenSource)abort!).Cancel(),
            abort, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var timer = grace.ConfigureAwait(false);
        using var stop = options.Stop.UnsafeRegister(
            _ =>
            {
                grace.Change(BackfillConstants.StopGrace, Timeout.InfiniteTimeSpan);
                _completions.Writer.TryWrite(new Completion { Stops = true });
            },
            null);

        SendRequests(abort.Token);
        while (!_scheduler.IsComplete)
        {
            await ProcessAsync(await _completions.Reader.ReadAsync(abort.Token).ConfigureAwait(false)).ConfigureAwait(false);
            EmitPages();
            SendRequests(abort.Token);
            if (_scheduler.IsStopped || (_scheduler.IsStopping && WaitsForQuota))
                throw new OperationCanceledException(options.Stop);
        }
    }

    // Whether no request can be sent soon, and none is in flight that was sent.
    private bool WaitsForQuota => reader.Executor.Telemetry.Client.QuotaWait() >= BackfillConstants.StopGrace
        && _calls.All(call => call.WaitsForQuota);

    // The caller knows its own tokens, not the linked one.
    private Exception Cancellation(Exception e, CancellationToken caller) =>
        caller.IsCancellationRequested ? new OperationCanceledException(caller)
        : options.Stop.IsCancellationRequested ? new OperationCanceledException(options.Stop) : e;

    private void EmitPages()
    {
        while (_scheduler.Emit() is { } page)
            _pages.Writer.TryWrite(page);
    }

    private void SendRequests(CancellationToken cancellationToken)
    {
        while (_scheduler.NextRequest() is { } window)
        {
            var call = reader.NewCall(window.Cursor!);
            _calls.Add(call);
            _ = SendAsync(window, call, cancellationToken);
        }
    }

    private async Task SendAsync(TimeWindow<TPage> window, FeedCall call, CancellationToken cancellationToken)
    {
        var started = reader.Clock.GetTimestamp();
        var request = reader.ReadAsync(window.Cursor!, call, cancellationToken);
        await ((Task)request).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var latency = reader.Clock.GetElapsedTime(started) - call.QuotaWait;
        _completions.Writer.TryWrite(new Completion(window, call, request, latency));
    }

    private async Task ProcessAsync(Completion completion)
    {
        if (completion.Stops)
        {
            _scheduler.Stop();
            return;
        }
        if (completion is not { Window: { } window, Call: { } call, Request: { } request })
        {
            _scheduler.PageConsumed();
            return;
        }
        _calls.Remove(call);
        _scheduler.PageArrived(window, await request.ConfigureAwait(false), completion.Latency);
    }

    /// <summary>A request that ended; without one, a page that the consumer no longer uses, or the stop.</summary>
    private readonly record struct Completion(
        TimeWindow<TPage>? Window, FeedCall? Call, Task<TPage>? Request, TimeSpan Latency)
    {
        public bool Stops { get; init; }
    }
}
