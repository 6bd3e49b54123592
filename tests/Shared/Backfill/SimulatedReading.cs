using OnePassword.Events.Backfill;
using OnePassword.Events.Pipeline.Quota;

namespace OnePassword.Events.Testing.Backfill;

/// <summary>One feed that the simulation reads with a scheduler, and the consumer of its pages.</summary>
internal sealed class SimulatedReading(
    SimulatedFeed feed, EventQuery query, ReadOptions options, QuotaShare share, Simulation simulation)
{
    private readonly ReadScheduler<SimulatedPage, SimulatedEvent> _scheduler =
        new(new SimulatedPageFormat(), query, options, share);
    private readonly Queue<SimulatedPage> _emitted = new();
    private bool _isConsuming;
    private bool _hasLeft;
    private int _held; // Pages in flight, buffered and with the consumer.

    /// <summary>Gets the pages that the consumer received, in order.</summary>
    public List<SimulatedPage> Pages { get; } = [];

    public bool IsComplete => _scheduler.IsComplete && _emitted.Count == 0 && !_isConsuming;

    /// <summary>Gets the largest number of pages that were in flight, buffered and with the consumer at a time.</summary>
    public int MostHeld { get; private set; }

    public void Continue()
    {
        while (_scheduler.Emit() is { } page)
            _emitted.Enqueue(page);
        if (_scheduler.IsComplete && !_hasLeft)
        {
            _hasLeft = true;
            share.Leave();
        }
        Consume();
        while (_scheduler.NextRequest() is { } window)
        {
            MostHeld = Math.Max(MostHeld, ++_held);
            simulation.Send(latency => Receive(window, latency));
        }
    }

    private void Receive(TimeWindow<SimulatedPage> window, TimeSpan latency)
    {
        var page = feed.Read(window.Cursor!.Request);
        page.Discarded = () => _held--;
        window.Cursor.TryAdvance(page);
        _scheduler.PageArrived(window, page, latency);
        Continue();
    }

    private void Consume()
    {
        if (_isConsuming || !_emitted.TryDequeue(out var page))
            return;
        _isConsuming = true;
        Pages.Add(page);
        simulation.After(simulation.TimeInUse(Pages.Count), () =>
        {
            _isConsuming = false;
            _held--;
            _scheduler.PageConsumed();
            Continue();
        });
    }
}
