using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>The time until the first event, of the builds of the tool and of scripts, and the size of the native file.</summary>
internal static class StartupPart
{
    private const double MaxMegabytes = 25;
    private const double BytesPerMegabyte = 1_000_000;

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Start-up", $"""
            Medians of {scale.Starts} alternating starts of each program. First event: the time until the first byte on standard output,
            from a feed with 1,000 events, one page, of an emulator in another process. The tool runs `export auditevents --output -`.
            """);
        var exporters = await Exporter.AllAsync();
        var native = exporters[0].Program;
        using var emulator = await EmulatorProcess.StartAsync(native, 1_000);
        var (versions, first) = (Empty(exporters), Empty(exporters));
        for (var start = -1; start < scale.Starts; start++)
        {
            foreach (var exporter in exporters)
            {
                var version = await VersionAsync(exporter);
                var export = await ProcessRun.MeasureAsync(exporter.Program, FirstEvent(exporter, emulator.Url), EmulatorProcess.Token);
                if (start < 0)
                    continue; // The first start only fills the file cache.
                first[exporter.Name].Add(export);
                if (version is { } run)
                    versions[exporter.Name].Add(run);
            }
        }
        report.Table(
            ["program", "--version, ms", "ratio", "first event, ms", "ratio"],
            exporters.Select(exporter => Row(exporter.Name, versions, first)));
        Goal.AddTo(report,
        [
            new("Size of the native file, MB", new FileInfo(native).Length / BytesPerMegabyte, MaxMegabytes, Show.OneDigit),
            new("First event, relative to curl + jq", FirstEvent(first, Exporter.Native) / FirstEvent(first, Exporter.Shell), 1, Show.Ratio),
        ]);
    }

    private static Dictionary<string, List<ProcessRun>> Empty(IReadOnlyList<Exporter> exporters) =>
        exporters.ToDictionary(exporter => exporter.Name, _ => new List<ProcessRun>(), StringComparer.Ordinal);

    private static async Task<ProcessRun?> VersionAsync(Exporter exporter) =>
        exporter.IsTool ? await ProcessRun.MeasureAsync(exporter.Program, ["--version"]) : null;

    private static string[] FirstEvent(Exporter exporter, string url) => exporter.IsTool
        ? ["export", "auditevents", "--output", "-", "--url", url]
        : [.. exporter.Arguments(url, "-"), "auditevents"];

    private static string[] Row(
        string name, Dictionary<string, List<ProcessRun>> versions, Dictionary<string, List<ProcessRun>> first) =>
    [
        name,
        .. versions[name].Count == 0 ? [Show.Nothing, Show.Nothing] : (IEnumerable<string>)
        [
            Show.Milliseconds(Version(versions, name)), Show.Ratio(Version(versions, name) / Version(versions, Exporter.Native)),
        ],
        Show.Milliseconds(FirstEvent(first, name)), Show.Ratio(FirstEvent(first, name) / FirstEvent(first, Exporter.Native)),
    ];

    private static TimeSpan Version(Dictionary<string, List<ProcessRun>> runs, string name) => ProcessCost.Of(runs[name]).Wall;

    private static TimeSpan FirstEvent(Dictionary<string, List<ProcessRun>> runs, string name) => ProcessCost.Of(runs[name]).FirstOutput;
}
