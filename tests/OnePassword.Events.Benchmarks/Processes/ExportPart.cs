using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>The tool as a process, and scripts that do the same, against an emulator in a process of its own.</summary>
internal static class ExportPart
{
    private static readonly string[] Headers =
        ["", "wall, s", "ratio", "processor, s", "ratio", "peak memory, MiB", "the same bytes as op-events", "events changed"];

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Export", """
            Three feeds from a local emulator without a quota to files; medians of wall and processor time, of memory the most. The emulator
            shares the machine, so wall time is also its own. The scripts are those in `scripts/`. Every output is compared with the tool's:
            the same events in the same order, or the run fails. A JSON library may write an event in other bytes than the server sent, and
            JavaScript rounds an integer beyond 2^53 (`aux_id`): that event is changed.
            """);
        var exporters = await Exporter.AllAsync();
        var peaks = new Dictionary<int, long>();
        foreach (var events in scale.ExportEvents)
            peaks[events] = await RaceAsync(report, exporters, events);

        if (peaks.TryGetValue(1_000_000, out var million) && peaks.TryGetValue(100_000, out var tenth))
            report.Note($"Memory of op-events at 1,000,000 events a feed over that at 100,000 (goal: at most 1.1): **{Show.Ratio((double)million / tenth)}**");
    }

    /// <returns>The most memory that the first exporter had.</returns>
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
        var measure = runs[exporters[0]];
        report.Table([$"{Show.Count(events)} events a feed", .. Headers[1..]], exporters.Select(exporter => Row(exporter.Name, runs[exporter], measure, compared[exporter], events)));
        return measure.Max(run => run.PeakBytes);
    }

    private static int Rounds(int events) => events switch { <= 10_000 => 7, <= 100_000 => 3, _ => 1 };

    private static string[] Row(string name, List<ProcessRun> runs, List<ProcessRun> measure, (int Identical, int Changed) compared, int events) =>
    [
        name, Show.Seconds(Wall(runs)), Show.Ratio(Wall(runs) / Wall(measure)), Show.Seconds(Cpu(runs)), Show.Ratio(Cpu(runs) / Cpu(measure)),
        Show.Mebibytes(runs.Max(run => run.PeakBytes)), Show.Share(compared.Identical / (3.0 * events)), Show.Count(compared.Changed),
    ];

    private static TimeSpan Wall(List<ProcessRun> runs) => Median.Of(runs.Select(run => run.Wall));

    private static TimeSpan Cpu(List<ProcessRun> runs) => Median.Of(runs.Select(run => run.Cpu));
}
