using OnePassword.Events.Pipeline.Quota;

namespace OnePassword.Events.Testing.Backfill;

/// <summary>
/// Reads the feeds of one account in parallel, in simulated time and on one thread: fast, and the same each time. Everything but
/// the scheduler is simulated: the server, its latency, the quota and the consumers.
/// </summary>
internal sealed class Simulation
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PriorityQueue<Action, (TimeSpan Time, int Number)> _due = new();
    private readonly Queue<Action> _waiting = new(); // Requests that wait for the quota.
    private readonly Queue<TimeSpan> _responses = new(); // Times of the responses of the last minute.
    private TimeSpan _now;
    private int _number;
    private int _counted; // Requests that count against the quota.

    /// <summary>Gets the latency of a request by its number, from 1.</summary>
    public required Func<int, TimeSpan> Latency { get; init; }

    /// <summary>Gets how long a consumer uses a page, by its number, from 1.</summary>
    public Func<int, TimeSpan> TimeInUse { get; init; } = _ => TimeSpan.Zero;

    /// <summary>Gets the requests per minute that the quota allows.</summary>
    public int PerMinute { get; init; } = EventsRateLimiterOptions.DefaultPerMinute;

    /// <summary>Gets the times of all requests since the start.</summary>
    public List<TimeSpan> Requests { get; } = [];

    /// <summary>Gets how long the readings took.</summary>
    public TimeSpan Elapsed => _now;

    /// <summary>Returns a latency that varies evenly by up to 20 percent.</summary>
    public static Func<int, TimeSpan> Around(TimeSpan latency, int seed)
    {
        var random = new Random(seed);
        return _ => latency * (0.8 + (0.4 * random.NextDouble()));
    }

    /// <summary>Reads all feeds to their ends.</summary>
    public IReadOnlyList<SimulatedReading> Run(IEnumerable<SimulatedFeed> feeds, EventQuery query, ReadOptions options)
    {
        var share = new QuotaShare(new EventsRateLimiterOptions { PerMinute = PerMinute });
        List<SimulatedReading> readings = [.. feeds.Select(feed => new SimulatedReading(feed, query, options, share, this))];
        foreach (var _ in readings)
            share.Join();
        foreach (var reading in readings)
            reading.Continue();
        while (_due.TryDequeue(out var action, out var at) && !readings.TrueForAll(reading => reading.IsComplete))
        {
            _now = at.Time;
            action();
        }
        return readings.TrueForAll(reading => reading.IsComplete)
            ? readings
            : throw new InvalidOperationException("A reading waits, and nothing happens.");
    }

    public void Send(Action<TimeSpan> receive)
    {
        _waiting.Enqueue(() =>
        {
            Requests.Add(_now);
            _counted++;
            var latency = Latency(Requests.Count);
            After(latency, () =>
            {
                _responses.Enqueue(_now);
                receive(latency);
            });
        });
        Admit();
    }

    public void After(TimeSpan wait, Action action) => _due.Enqueue(action, (_now + wait, _number++));

    // A request counts from its start until a minute after its response.
    private void Admit()
    {
        while (_responses.TryPeek(out var oldest) && _now - oldest >= Minute)
        {
            _responses.Dequeue();
            _counted--;
        }
        while (_counted < PerMinute && _waiting.TryDequeue(out var send))
            send();
        if (_waiting.Count > 0 && _responses.TryPeek(out var first))
            After(first + Minute - _now, Admit);
    }
}
