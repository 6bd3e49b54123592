using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using OnePassword.Events.Backfill;
using OnePassword.Events.Diagnostics;
using OnePassword.Events.Identity;
using OnePassword.Events.Pipeline;
using OnePassword.Events.Pipeline.Quota;
using OnePassword.Events.Reading;
using Polly;

namespace OnePassword.Events.Tests.Windows;

/// <summary>Readings side by side of random histories, whose answers come in a random order and after random times.</summary>
internal static class RandomReadings
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gaps of all sizes, none at all among them; with <paramref name="late"/>, a fifth of the events arrive after others that are younger.</summary>
    public static List<Event> History(Random random, bool late)
    {
        var at = Start.AddDays(random.Next(0, 30));
        var events = new List<Event>();
        for (var number = random.Next(0, 3_000); number > 0; number--)
        {
            at = at.AddTicks(random.Next(6) switch
            {
                0 => 0,
                1 => random.Next(1, 10_000),
                2 => 10_000,
                3 => random.Next(1, 1_000_000),
                4 => random.Next(1, 100_000_000),
                _ => random.Next(300) == 0 ? TimeSpan.FromHours(random.Next(1, 40)).Ticks : 17,
            });
            events.Add(new Event($"{events.Count}", at));
        }
        return late ? [.. events.Select((@event, index) => (@event, Place: index + (random.Next(5) == 0 ? random.Next(0, 500) : 0))).OrderBy(one => one.Place).Select(one => one.@event)] : events;
    }

    public static EventQuery Query(Random random) => EventQuery.Between(Start, Start.AddDays(60), random.Next(8, 60));

    public static async Task<List<Page>> ReadAsync(IReadOnlyList<Event> history, EventQuery query, ReadOptions options, int perMinute, int slowest, Random random)
    {
        var server = new Server(history, endInclusive: random.Next(2) == 0, random);
        var source = new WindowSource<Page, Event>(
            Reader(server, new EventsRateLimiterOptions { PerMinute = perMinute, PerHour = 1_000_000 }), new RandomClock(random, slowest),
            page => page.Events, @event => @event.Time, (@event, output) => Encoding.UTF8.GetBytes(@event.Uuid, output), _ => false, (page, now) => new Page(now.Events, page.Cursor, now.HasMore, now.Position));
        return await new ParallelReader<Page, Event>(source, query, options).RunAsync(CancellationToken.None).ToListAsync();
    }

    private static PageReader<Page> Reader(Server server, EventsRateLimiterOptions quota)
    {
        var telemetry = new FeedTelemetry(new ClientTelemetry(EventsRegion.Europe, new EventsClientOptions()), FeedNames.AuditEvents);
        var identity = new FeedIdentity(FeedNames.AuditEvents, "v2", EventsRegion.Europe, "t0ken");
        var executor = new FeedRequestExecutor(identity, new EventsResilienceOptions(), telemetry, new QuotaShare(quota), ResiliencePipeline<HttpResponseMessage>.Empty);
        return new PageReader<Page>(executor, new PageSizes(), server.FetchAsync);
    }

    internal sealed record Event(string Uuid, DateTimeOffset Time);

    internal sealed record Page(IReadOnlyList<Event> Events, string Cursor, bool HasMore, ReadPosition? Position) : IPage
    {
        public int Count => Events.Count;

        public EventTime? Newest => null;

        public bool Repeats(IPage other) => false;
    }

    private sealed class Server(IReadOnlyList<Event> history, bool endInclusive, Random random)
    {
        private readonly ConcurrentDictionary<string, (List<Event> Events, int Next, int Limit)> _cursors = new(StringComparer.Ordinal);
        private int _count;

        public async Task<Page> FetchAsync(PageRequest request, FeedCall call, CancellationToken cancellationToken)
        {
            for (var turns = Number(6); turns > 0; turns--)
                await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            var (events, next, limit) = request.Cursor is { } continued ? _cursors[continued] : ([.. history.Where(@event => IsIn(@event, request))], 0, request.Limit!.Value);
            var page = events.Skip(next).Take(limit).ToList();
            var cursor = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
            _cursors[cursor] = (events, next + page.Count, limit);
            return new Page(page, cursor, next + page.Count < events.Count, null);
        }

        private bool IsIn(Event @event, PageRequest window) => @event.Time >= window.Start && (endInclusive ? @event.Time <= window.End : @event.Time < window.End);

        private int Number(int below)
        {
            lock (random)
                return random.Next(below);
        }
    }

    private sealed class RandomClock(Random random, int slowest) : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            lock (random)
                return _now += random.Next(0, slowest + 1) * TimeSpan.TicksPerMillisecond;
        }
    }
}
