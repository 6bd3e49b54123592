using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>Exports by the tool and by scripts, each as a process, from an emulator in another process.</summary>
internal static class ExportPart
{
    private static readonly string[] Headers =
        ["exporter", "wall, s", "ratio", "processor, s", "ratio", "peak memory, MiB", "same bytes as op-events", "events changed"];

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Export", """
            Exports of three feeds from a local emulator without a quota. Times are medians, memory is the maximum. The emulator shares
            the machine, so the wall time includes its work. The scripts are in `scripts/`. The run fails if an output does not contain
            the tool's events in the same order. A JSON library may write other bytes than the server sent. JavaScript rounds integers
            beyond 2^53 (`aux_id`) and thereby changes an event.
            """);
        var exporters = await Exporter.AllAsync();
        var peaks = new Dictionary<int, long>();
        foreach (var events in scale.ExportEvents)
            peaks[events] = await RaceAsync(report, exporters, events);

        if (peaks.TryGetValue(1_000_000, out var million) && peaks.TryGetValue(100_000, out var tenth))
        {
            var ratio = Show.Ratio((double)million / tenth);
            report.Note($"Peak memory of op-events at 1,000,000 events per feed, relative to 100,000 (goal: at most 1.1): **{ratio}**");
        }
    }

    /// <returns>The peak memory of the first exporter, in bytes.</returns>
    private static async Task<long> RaceAsync(Report report, IReadOnlyList<Exporter> exporters, int events)
    {
        using var emulator = await EmulatorProcess.StartAsync(exporters[0].Program, events);
        using (var warmUp = ExportedFolder.Create())
            await exporters[0].RunAsync(emulator, warmUp.Folder);

        var runs = exporters.ToDictionary(exporter => exporter, _ => new List<ProcessRun>());
        var compared = new Dictionary<Exporter, (int Identical, int Changed)>();
        for (var round = 0; round < Rounds(events); round++)
        {
            using var reference = ExportedFolder.Create();
            foreach (var exporter in exporters)
            {
                using var own = ExportedFolder.Create();
                var output = exporter == exporters[0] ? reference : own;
                runs[exporter].Add(await exporter.RunAsync(emulator, output.Folder));
                compared[exporter] = output.Compare(reference, events);
            }
        }
        var baseline = runs[exporters[0]];
        report.Table(
            [$"{Show.Count(events)} events per feed", .. Headers[1..]],
            exporters.Select(exporter => Row(exporter.Name, runs[exporter], baseline, compared[exporter], events)));
        return baseline.Max(run => run.PeakBytes);
    }

    private static int Rounds(int events) => events switch { <= 10_000 => 7, <= 100_000 => 3, _ => 1 };

    private static string[] Row(
        string name, List<ProcessRun> runs, List<ProcessRun> baseline, (int Identical, int Changed) compared, int events) =>
    [
        name,
        Show.Seconds(Wall(runs)), Show.Ratio(Wall(runs) / Wall(baseline)),
        Show.Seconds(Cpu(runs)), Show.Ratio(Cpu(runs) / Cpu(baseline)),
        Show.Mebibytes(runs.Max(run => run.PeakBytes)),
        Show.Share(compared.Identical / (3.0 * events)), Show.Count(compared.Changed),
    ];

    private static TimeSpan Wall(List<ProcessRun> runs) => Median.Of(runs.Select(run => run.Wall));

    private static TimeSpan Cpu(List<ProcessRun> runs) => Median.Of(runs.Select(run => run.Cpu));
}
