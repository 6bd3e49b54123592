using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>How long the tool takes to be there, with and without ReadyToRun.</summary>
internal static class StartupPart
{
    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Start-up", $"""
            Medians of {scale.Starts} starts of each build, in turns. First event: `export auditevents --output -` from an emulator in another process, until
            its first byte.
            """);
        (string Name, string Program)[] builds = [("ReadyToRun, as packed", await ToolBuild.ReadyToRunAsync()), ("not ReadyToRun", await ToolBuild.JitAsync())];
        using var emulator = await EmulatorProcess.StartAsync(builds[0].Program, 1_000);
        string[] version = ["--version"];
        string[] export = ["export", "auditevents", "--output", "-", "--url", emulator.Address.ToString()];

        var runs = builds.ToDictionary(build => build.Name, _ => new List<(ProcessRun Version, ProcessRun Export)>(), StringComparer.Ordinal);
        for (var start = -1; start < scale.Starts; start++)
        {
            foreach (var (name, program) in builds)
            {
                var run = (await ProcessRun.MeasureAsync(program, version), await ProcessRun.MeasureAsync(program, export, EmulatorProcess.Token));
                if (start >= 0) // The first brings the files into the cache.
                    runs[name].Add(run);
            }
        }
        report.Table(["", "--version, ms", "ratio", "first event, ms", "ratio"], builds.Select(build => Row(build.Name, runs[build.Name], runs[builds[^1].Name])));
    }

    private static string[] Row(string name, List<(ProcessRun Version, ProcessRun Export)> runs, List<(ProcessRun Version, ProcessRun Export)> measure) =>
    [
        name, Show.Milliseconds(Version(runs)), Show.Ratio(Version(runs) / Version(measure)),
        Show.Milliseconds(FirstEvent(runs)), Show.Ratio(FirstEvent(runs) / FirstEvent(measure)),
    ];

    private static TimeSpan Version(List<(ProcessRun Version, ProcessRun Export)> runs) =>
        Median.Of(runs.Select(run => run.Version.Wall));

    private static TimeSpan FirstEvent(List<(ProcessRun Version, ProcessRun Export)> runs) =>
        Median.Of(runs.Select(run => run.Export.FirstOutput));
}
