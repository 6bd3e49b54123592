using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>The start-up time of the tool with and without ReadyToRun.</summary>
internal static class StartupPart
{
    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Start-up", $"""
            Medians of {scale.Starts} alternating starts of each build. First event: the time until the first byte of
            `export auditevents --output -` from an emulator in another process.
            """);
        (string Name, string Program)[] builds =
            [("ReadyToRun, as packed", await ToolBuild.ReadyToRunAsync()), ("not ReadyToRun", await ToolBuild.JitAsync())];
        using var emulator = await EmulatorProcess.StartAsync(builds[0].Program, 1_000);
        string[] version = ["--version"];
        string[] export = ["export", "auditevents", "--output", "-", "--url", emulator.Address.ToString()];

        var runs = builds.ToDictionary(build => build.Name, _ => new List<Start>(), StringComparer.Ordinal);
        for (var start = -1; start < scale.Starts; start++)
        {
            foreach (var (name, program) in builds)
            {
                var versionRun = await ProcessRun.MeasureAsync(program, version);
                var exportRun = await ProcessRun.MeasureAsync(program, export, EmulatorProcess.Token);
                if (start >= 0) // The first start only fills the file cache.
                    runs[name].Add(new Start(versionRun.Wall, exportRun.FirstOutput));
            }
        }
        report.Table(
            ["build", "--version, ms", "ratio", "first event, ms", "ratio"],
            builds.Select(build => Row(build.Name, runs[build.Name], runs[builds[^1].Name])));
    }

    private static string[] Row(string name, List<Start> starts, List<Start> baseline) =>
    [
        name, Show.Milliseconds(Version(starts)), Show.Ratio(Version(starts) / Version(baseline)),
        Show.Milliseconds(FirstEvent(starts)), Show.Ratio(FirstEvent(starts) / FirstEvent(baseline)),
    ];

    private static TimeSpan Version(List<Start> starts) => Median.Of(starts.Select(start => start.Version));

    private static TimeSpan FirstEvent(List<Start> starts) => Median.Of(starts.Select(start => start.FirstEvent));

    private sealed record Start(TimeSpan Version, TimeSpan FirstEvent);
}
