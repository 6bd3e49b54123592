using System.Threading.Channels;
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
    private int _inFlight;

    /// <summary>The pages for the consumer, in order. The scheduler bounds their number.</summary>
    public ChannelReader<TPage> Pages => _pages.Reader;

    public void PageConsumed() => _completions.Writer.TryWrite(default);

    /// <summary>Never throws: a failure completes <see cref="Pages"/> once no request is in flight.</summary>
    public async Task RunAsync(CancellationTokenSource stop, CancellationToken caller)
    {
        Exception? failure = null;
        reader.Executor.Share.Join();
        try
        {
            SendRequests(stop.Token);
            while (!_scheduler.IsComplete)
            {
                await ProcessAsync(await _completions.Reader.ReadAsync(stop.Token).ConfigureAwait(false)).ConfigureAwait(false);
                EmitPages();
                SendRequests(stop.Token);
            }
        }
        catch (Exception e)
        {
            // The caller knows its own token, not the linked one.
            failure = e is OperationCanceledException && caller.IsCancellationRequested
                ? new OperationCanceledException(caller)
                : e;
            await stop.CancelAsync().ConfigureAwait(false);
            while (_inFlight > 0)
            {
                var completion = await _completions.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                _inFlight -= completion.Request is null ? 0 : 1;
            }
            if (!caller.IsCancellationRequested)
            {
                _scheduler.ReleaseHeldPages();
                EmitPages();
            }
        }
        reader.Executor.Share.Leave();
        _pages.Writer.Complete(failure);
    }

    private void EmitPages()
    {
        while (_scheduler.Emit() is { } page)
            _pages.Writer.TryWrite(page);
    }

    private void SendRequests(CancellationToken cancellationToken)
    {
        while (_scheduler.NextRequest() is { } window)
        {
            _inFlight++;
            _ = SendAsync(window, cancellationToken);
        }
    }

    private async Task SendAsync(TimeWindow<TPage> window, CancellationToken cancellationToken)
    {
        var (cursor, started) = (window.Cursor!, reader.Clock.GetTimestamp());
        var call = reader.NewCall(cursor);
        var request = reader.ReadAsync(cursor, call, cancellationToken);
        await ((Task)request).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _completions.Writer.TryWrite(new Completion(window, request, reader.Clock.GetElapsedTime(started) - call.QuotaWait));
    }

    private async Task ProcessAsync(Completion completion)
    {
        if (completion is not { Window: { } window, Request: { } request })
        {
            _scheduler.PageConsumed();
            return;
        }
        _inFlight--;
        _scheduler.PageArrived(window, await request.ConfigureAwait(false), completion.Latency);
    }

    /// <summary>A request that ended; without one, a page that the consumer no longer uses.</summary>
    private readonly record struct Completion(TimeWindow<TPage>? Window, Task<TPage>? Request, TimeSpan Latency);
}
