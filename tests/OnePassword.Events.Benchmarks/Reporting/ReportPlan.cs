using System.Globalization;
using System.Runtime.InteropServices;
using OnePassword.Events.Benchmarks.Backfill;
using OnePassword.Events.Benchmarks.Destinations;
using OnePassword.Events.Benchmarks.Drain;
using OnePassword.Events.Benchmarks.Fleet;
using OnePassword.Events.Benchmarks.Objects;
using OnePassword.Events.Benchmarks.PostgreSql;
using OnePassword.Events.Benchmarks.Processes;
using OnePassword.Events.Testing;

namespace OnePassword.Events.Benchmarks.Reporting;

/// <summary>The parts of the report and their scale.</summary>
internal sealed record ReportPlan(IReadOnlyList<string> Parts, Scale Scale)
{
    private const string Quick = "--quick";

    // The last part needs almost no processor time.
    private static readonly Dictionary<string, Func<Report, Scale, Task>> Known = new(StringComparer.Ordinal)
    {
        ["pages"] = InsideParts.PagesAsync,
        ["raw"] = InsideParts.RawAsync,
        ["formats"] = InsideParts.FormatsAsync,
        ["drain"] = DrainPart.RunAsync,
        ["export"] = ExportPart.RunAsync,
        ["destinations"] = DestinationsPart.RunAsync,
        ["postgresql"] = PostgreSqlPart.RunAsync,
        ["objects"] = ObjectsPart.RunAsync,
        ["fleet"] = FleetPart.RunAsync,
        ["startup"] = StartupPart.RunAsync,
        ["simulation"] = SimulationPart.RunAsync,
        ["backfill"] = BackfillPart.RunAsync,
    };

    /// <summary>Returns null if an argument is not a part.</summary>
    public static ReportPlan? TryParse(string[] args)
    {
        var parts = args.Where(arg => arg != Quick).ToList();
        if (!parts.TrueForAll(Known.ContainsKey))
            return null;
        return new ReportPlan(parts.Count > 0 ? parts : [.. Known.Keys], args.Contains(Quick) ? Scale.Quick : Scale.Full);
    }

    public async Task RunAsync()
    {
        var report = new Report(Repository.PathOf("artifacts", "benchmarks", "report.md"));
        report.Section("Benchmarks", string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors,
            {TimeProvider.System.GetUtcNow():u}. Compare values within a table only.
            """));
        foreach (var part in Parts)
            await Known[part](report, Scale);
        await Console.Out.WriteLineAsync($"\nThe report is {report.Path}");
    }
}
