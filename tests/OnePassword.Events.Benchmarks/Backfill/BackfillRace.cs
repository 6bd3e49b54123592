using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Backfill;

/// <summary>The windows of one case against the loop, which is stopped a little after they are through.</summary>
internal static class BackfillRace
{
    // A loop that the quota holds back, as it does the windows, gets to its end in that.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(40);

    public static async Task<string[]> RunAsync(BackfillCase @case)
    {
        await using var windows = await BackfillRun.StartAsync(@case);
        await using var loop = await BackfillRun.StartAsync(@case);
        using var enough = new CancellationTokenSource();
        var looping = LoopAsync(loop, @case, enough.Token);
        var took = await windows.ReadAsync(new ReadOptions(), CancellationToken.None);
        if (windows.Events != 3 * @case.EventsPerFeed)
            throw new InvalidOperationException($"{windows.Events} of {3 * @case.EventsPerFeed} events were read: {@case}");
        enough.CancelAfter(Grace);
        var (loopTook, whole) = await looping;

        var ceiling = CeilingOf(@case.Pages);
        return
        [
            $"{@case.Latency.TotalMilliseconds:N0} ms, {(@case.Dense ? "all in one day" : "spread")}", Show.Count(@case.Pages), Show.Count(windows.Requests), Show.Count(windows.Refused),
            Show.Seconds(ceiling), Show.Seconds(took), Show.Share(ceiling / took), $"{(whole ? "" : "≈ ")}{Show.Count(loopTook.TotalSeconds)}", Show.Number(loopTook / took),
        ];
    }

    /// <summary>
    /// The least time in which the quotas let so many requests through: as many as a minute allows at once, at each whole minute.
    /// </summary>
    public static TimeSpan CeilingOf(int requests) =>
        TimeSpan.FromMinutes((requests - 1) / EventsRateLimiterOptions.DefaultPerMinute);

    /// <returns>How long the loop took, or would take at its pace, and whether it has been through.</returns>
    private static async Task<(TimeSpan Took, bool Whole)> LoopAsync(BackfillRun loop, BackfillCase @case, CancellationToken enough)
    {
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            return (await loop.ReadAsync(options: null, enough), true);
        }
        catch (OperationCanceledException)
        {
            return (TimeProvider.System.GetElapsedTime(start) * (3.0 * @case.EventsPerFeed / loop.Events), false);
        }
    }
}
