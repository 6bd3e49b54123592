using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Backfill;

/// <summary>Reads 120 days under the API's quotas in real time. All cases run at once, because they mostly wait.</summary>
internal static class BackfillPart
{
    private static readonly int[] Latencies = [50, 250, 1_000];

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Backfill", $"""
            120 days of three feeds, together {Show.Count(scale.BackfillPages)} full pages of {BackfillCase.PageSize} events, are
            read from an emulator with the quotas of the API: in parallel (`new ReadOptions()`) and sequentially. The ceiling is the
            least time in which the quota admits the needed pages, with its first burst. Goal: 95% of the ceiling at any latency up to
            a second, and no 429. The sequential reading is stopped after the parallel one; ≈ marks an extrapolated time.
            """);
        var cases =
            from dense in (bool[])[false, true]
            from latency in Latencies
            select new BackfillCase(TimeSpan.FromMilliseconds(latency), dense, scale.BackfillPages / 3);
        var rows = await Task.WhenAll(cases.Select(BackfillRace.RunAsync));
        report.Table(
            ["latency", "pages", "requests", "429s", "ceiling, s", "parallel, s", "of the ceiling", "sequential, s", "times as fast"],
            rows);
    }
}
