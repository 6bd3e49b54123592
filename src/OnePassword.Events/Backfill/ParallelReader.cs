using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Reading;

namespace OnePassword.Events.Backfill;

/// <summary>
/// One reading of a closed range, side by side. A single loop decides: it takes what comes of the requests under way and of the
/// consumer, hands pages out in the order of time, and sends the next requests.
/// </summary>
internal sealed class ParallelReader<TPage, TEvent>
    where TPage : IPage
{
    private readonly WindowSource<TPage, TEvent> _source;
    private readonly EventQuery _query;
    private readonly ReadOptions _options;
    private readonly ConcurrencyController _pace;
    private readonly WindowScheduler<TPage> _plan;
    private readonly BoundaryDeduplicator<TEvent> _edges;
    private readonly Channel<News> _news = Channel.CreateUnbounded<News>(new() { SingleReader = true });
    private readonly Channel<TPage> _ready = Channel.CreateUnbounded<TPage>(new() { SingleReader = true, SingleWriter = true });
    private bool _hasPassedPosition; // Events have been handed out since the last position.
    private int _underWay;
    private int _pages;
    private int _shownUnderWay;
    private int _notTaken;

    public ParallelReader(WindowSource<TPage, TEvent> source, EventQuery query, ReadOptions options)
    {
        (_source, _query, _options, _pace) = (source, query, options, new ConcurrencyController(options.Parallelism, source.Reader.Executor.Share));
        _plan = new WindowScheduler<TPage>(query, options, _pace);
        _edges = new BoundaryDeduplicator<TEvent>(source.Moment, source.WriteKey, options.ResumeFrom);
    }

    /// <summary>How many requests are under way, those included whose answers have not been looked at. For tests that turn a clock.</summary>
    public int UnderWay => Volatile.Read(ref _shownUnderWay);

    /// <summary>How many pages have been handed out, and are not done with. For tests that turn a clock.</summary>
    public int NotTaken => Volatile.Read(ref _notTaken);

    public async IAsyncEnumerable<TPage> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _source.Reader.Executor.Share.Join();
        var work = WorkAsync(stop, cancellationToken);
        try
        {
            await foreach (var page in _ready.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested(); // Of what is ready, nothing more comes.
                yield return page;
                _news.Writer.TryWrite(News.PageIsDoneWith);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(false);
            _source.Reader.Executor.Share.Leave();
        }
    }

    // Ends without an exception: what failed goes to the consumer, when nothing is under way any more.
    private async Task WorkAsync(CancellationTokenSource stop, CancellationToken caller)
    {
        Exception? failure = null;
        try
        {
            Send(stop.Token);
            while (_plan.First is not null)
            {
                Take(await _news.Reader.ReadAsync(stop.Token).ConfigureAwait(false));
                HandOut();
                Send(stop.Token);
            }
        }
        catch (Exception e)
        {
            failure = e is OperationCanceledException && caller.IsCancellationRequested ? new OperationCanceledException(caller) : e; // The caller knows no other token.
            await stop.CancelAsync().ConfigureAwait(false);
            while (_underWay > 0)
                _underWay -= (await _news.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false)).Window is null ? 0 : 1;
        }
        _ready.Writer.Complete(failure);
    }

    private void Send(CancellationToken cancellationToken)
    {
        // The earliest window first. So memory that is full of later ones never keeps the one whose turn it is from asking: the page
        // that it had before is handed out, and so makes room for its next.
        while (_underWay < _pace.Target && HasRoom && _plan.Next(firstAlone: _pages >= _plan.Room) is { } window)
        {
            window.IsUnderWay = true;
            _underWay++;
            _pages++;
            _ = AskAsync(window, cancellationToken);
        }
        Volatile.Write(ref _shownUnderWay, _underWay);
    }

    // Beyond what windows need to work side by side, only the one whose turn it is may ask, and only while the consumer waits for it.
    private bool HasRoom => _pages < _plan.Room || (_pages < _options.MaxBufferedPages && NotTaken < 2);

    private async Task AskAsync(TimeWindow<TPage> window, CancellationToken cancellationToken)
    {
        var start = window.Start - _query.Start!.Value > BoundaryDeduplicator<TEvent>.Overlap ? window.Start - BoundaryDeduplicator<TEvent>.Overlap : _query.Start.Value;
        var request = window.Request(start, _query.PageSize!.Value);
        var call = _source.Reader.NewCall(request);
        var (news, started) = (new News(window, request, call), _source.Clock.GetTimestamp());
        try
        {
            var page = await _source.Reader.ReadAsync(request, call, cancellationToken).ConfigureAwait(false);
            news = news with { Page = page, Latency = _source.Clock.GetElapsedTime(started) - call.QuotaWait };
        }
        catch (Exception e)
        {
            news = news with { Failure = ExceptionDispatchInfo.Capture(e) };
        }
        _news.Writer.TryWrite(news);
    }

    private void Take(News news)
    {
        if (news.Window is not { } window)
        {
            _pages--;
            Interlocked.Decrement(ref _notTaken);
            return;
        }
        _underWay--;
        news.Failure?.Throw();
        _pace.NoteLatency(news.Latency);
        var page = news.Page!;
        if (!window.Add(news.Request, page))
            throw FeedRequestExecutor.NoProgress(news.Call!);

        if (window.IsComplete)
            _plan.Learn(window);
        else if (MayBeginAgain(window) && PageDensity.Of(_source.Events(page), _source.Moment) is { } span)
            CutIfDense(window, span);
    }

    private void CutIfDense(TimeWindow<TPage> window, PageDensity span)
    {
        window.Reaches(span.Last);
        var waiting = window.PagesWaiting;
        if (!_plan.TryCut(window, span))
            return;
        _pages -= waiting; // It has given them up.
        if (window == _plan.First)
            _edges.BeginAgain();
    }

    // A window can turn out dense at any page, but what has been handed out of it cannot be remembered for ever.
    private bool MayBeginAgain(TimeWindow<TPage> window) => !window.IsComplete && window.PagesRead < Math.Max(2, _options.MaxBufferedPages / 2);

    private void HandOut()
    {
        while (_plan.First is { } window)
        {
            while (window.TryTake(out var page))
                HandOut(window, page);
            if (!window.IsComplete)
                return;
            _plan.RemoveFirst();
        }
    }

    private void HandOut(TimeWindow<TPage> window, TPage page)
    {
        var isLast = !page.HasMore && _plan.IsLast(window);
        var fresh = _edges.Fresh(_source.Events(page), window.End, MayBeginAgain(window));
        var position = page.HasMore ? null : _edges.Close(window.End);
        var isNews = fresh.Count > 0 || _source.HasMoreThanEvents(page) || (position is not null && _hasPassedPosition);
        _hasPassedPosition = position is null && (isNews || _hasPassedPosition);
        if (!isNews && !isLast)
        {
            _pages--;
            TimeWindow<TPage>.Discard(page);
            return;
        }
        Interlocked.Increment(ref _notTaken);
        _ready.Writer.TryWrite(_source.HandOut(page, new HandedOut<TEvent>(fresh, !isLast, position)));
    }

    /// <summary>What came of a request; or, without a window, that the consumer is done with a page.</summary>
    private sealed record News(TimeWindow<TPage>? Window, PageRequest Request, FeedCall? Call)
    {
        public static readonly News PageIsDoneWith = new(null, default, null);

        public TPage? Page { get; init; }

        public TimeSpan Latency { get; init; }

        public ExceptionDispatchInfo? Failure { get; init; }
    }
}
