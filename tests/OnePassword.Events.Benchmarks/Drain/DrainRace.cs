using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Drain;

/// <summary>Lets all contestants read the same target, once per round.</summary>
internal static class DrainRace
{
    private const string BareTyped = "generated client, pages";
    private const string BareRaw = "generated client, raw pages";

    private static readonly string[] Headers =
        ["", "events/s", "time, ratio", "processor, µs/event", "ratio", "bytes/event", "more bytes"];

    public static async Task RunAsync(Report report, Target target, int events, int rounds)
    {
        using var facade = new FacadeDrain(target);
        using var bare = new BareDrain(target, buffered: true);
        using var copying = new BareDrain(target, buffered: false);
        using var byHand = new HandWrittenDrain(target);
        Contestant[] typed =
        [
            new(BareTyped, bare.PagesAsync),
            new("the same, HttpContent's copies", copying.PagesAsync),
            new("library, pages", facade.PagesAsync),
            new("library, items", facade.ItemsAsync),
            new("HttpClient, System.Text.Json", byHand.PagesAsync),
        ];
        Contestant[] raw = [new(BareRaw, bare.RawAsync), new("library, raw pages", facade.RawAsync)];

        var drained = new Dictionary<string, List<Drained>>(StringComparer.Ordinal);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var contestant in (IEnumerable<Contestant>)[.. typed, .. raw])
            {
                var one = await Drained.MeasureAsync(contestant.DrainAsync);
                if (one.Events != events)
                    throw new InvalidOperationException($"{contestant.Name} read {one.Events} of {events} events.");
                if (round == 0)
                    drained[contestant.Name] = []; // The first round only warms up.
                else
                    drained[contestant.Name].Add(one);
            }
        }
        report.Table(Headers, typed.Select(contestant => Row(contestant.Name, drained[contestant.Name], drained[BareTyped])));
        report.Table(Headers, raw.Select(contestant => Row(contestant.Name, drained[contestant.Name], drained[BareRaw])));
    }

    private static string[] Row(string name, List<Drained> drained, List<Drained> measure)
    {
        var (wall, measureWall) = (drained.Min(one => one.Wall), measure.Min(one => one.Wall));
        var (cpu, measureCpu) = (drained.Min(one => one.Cpu), measure.Min(one => one.Cpu));
        var (bytes, measureBytes) = (BytesAnEvent(drained), BytesAnEvent(measure));
        return
        [
            name, Show.Count(drained[0].Events / wall.TotalSeconds), Show.Ratio(wall / measureWall),
            Show.Number(cpu.TotalMicroseconds / drained[0].Events), Show.Ratio(cpu / measureCpu), Show.Count(bytes), Show.Number(bytes - measureBytes),
        ];
    }

    private static double BytesAnEvent(List<Drained> drained) => Median.Of(drained.Select(one => (double)one.Bytes / one.Events));
}
