using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Backfill;

/// <summary>120 days are read under the API's quotas in real time. All cases at once: they wait, rather than compute.</summary>
internal static class BackfillPart
{
    private static readonly int[] Latencies = [50, 250, 1_000];

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Backfill", $"""
            120 days of three feeds side by side, {Show.Count(scale.BackfillPages)} full pages of {BackfillCase.PageSize} events together, from an emulator with the quotas of the API:
            in windows of time (`new ReadOptions()`), and page after page. The quota's ceiling is the least time in which it lets the needed
            pages through, its first burst included. The goal: 95% of it at any latency up to a second, no 429. The loop is stopped when the windows are through; ≈ is the time
            that it would have taken at its pace.
            """);
        var cases =
            from dense in (bool[])[false, true]
            from latency in Latencies
            select new BackfillCase(TimeSpan.FromMilliseconds(latency), dense, scale.BackfillPages / 3);
        var rows = await Task.WhenAll(cases.Select(BackfillRace.RunAsync));
        report.Table(["each answer takes", "pages", "requests", "429s", "ceiling, s", "windows, s", "share of the ceiling", "loop, s", "times as fast"], rows);
    }
}
