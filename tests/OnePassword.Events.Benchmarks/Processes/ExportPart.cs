using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>Exports by the tool and by scripts, each as a process, from an emulator in another process.</summary>
internal static class ExportPart
{
    private const int FewEvents = 10_000;

    private static readonly string[] Headers =
        ["exporter", "wall, s", "ratio", "processor, s", "ratio", "peak memory, MiB", "ratio", "same bytes as op-events", "events changed"];

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Export", """
            Exports of three feeds from a local emulator without a quota. Times are medians of alternating runs, memory is the maximum.
            The emulator shares the machine, so the wall time includes its work. The scripts are in `scripts/`. The run fails if an output
            does not contain the tool's events in the same order. A JSON library may write other bytes than the server sent. JavaScript
            rounds integers beyond 2^53 (`aux_id`) and thereby changes an event. curl + jq starts several processes per page, whose
            processor time and memory are not measured, and takes part only with few events.
            """);
        var exporters = await Exporter.AllAsync();
        var costs = new Dictionary<int, IReadOnlyDictionary<string, ProcessCost>>();
        foreach (var events in scale.ExportEvents)
            costs[events] = await RaceAsync(report, [.. exporters.Where(one => !one.StartsOthers || events <= FewEvents)], events);
        Goal.AddTo(report, ExportGoals.Of(costs));
    }

    private static async Task<IReadOnlyDictionary<string, ProcessCost>> RaceAsync(
        Report report, IReadOnlyList<Exporter> exporters, int events)
    {
        using var emulator = await EmulatorProcess.StartAsync(exporters[0].Program, events);
        using (var warmUp = ExportedFolder.Create())
            await exporters[0].RunAsync(emulator, warmUp.Folder);

        var runs = exporters.ToDictionary(exporter => exporter.Name, _ => new List<ProcessRun>(), StringComparer.Ordinal);
        var compared = new Dictionary<string, (int Identical, int Changed)>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds(events); round++)
        {
            using var reference = ExportedFolder.Create();
            foreach (var exporter in exporters)
            {
                using var own = ExportedFolder.Create();
                var output = exporter == exporters[0] ? reference : own;
                runs[exporter.Name].Add(await exporter.RunAsync(emulator, output.Folder));
                compared[exporter.Name] = output.Compare(reference, events);
            }
        }
        var costs = runs.ToDictionary(one => one.Key, one => ProcessCost.Of(one.Value), StringComparer.Ordinal);
        report.Table(
            [$"{Show.Count(events)} events per feed", .. Headers[1..]],
            exporters.Select(exporter => Row(exporter, costs[exporter.Name], costs[exporters[0].Name], compared[exporter.Name], events)));
        return costs;
    }

    private static int Rounds(int events) => events switch { <= FewEvents => 7, <= 100_000 => 3, _ => 1 };

    private static string[] Row(
        Exporter exporter, ProcessCost cost, ProcessCost baseline, (int Identical, int Changed) compared, int events) =>
    [
        exporter.Name,
        Show.Seconds(cost.Wall), Show.Ratio(cost.Wall / baseline.Wall),
        .. exporter.StartsOthers ? [Show.Nothing, Show.Nothing, Show.Nothing, Show.Nothing] : (IEnumerable<string>)
        [
            Show.Seconds(cost.Cpu), Show.Ratio(cost.Cpu / baseline.Cpu),
            Show.Mebibytes(cost.PeakBytes), Show.Ratio((double)cost.PeakBytes / baseline.PeakBytes),
        ],
        Show.Share(compared.Identical / (3.0 * events)), Show.Count(compared.Changed),
    ];
}
