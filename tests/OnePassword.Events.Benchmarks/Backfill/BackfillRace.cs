using OnePassword.Events.Benchmarks.Reporting;

namespace OnePassword.Events.Benchmarks.Backfill;

/// <summary>
/// Compares a parallel and a sequential reading. The sequential one is stopped a little after the parallel one ends.
/// </summary>
internal static class BackfillRace
{
    // Enough for a sequential reading that is limited by the quota too.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(40);

    public static async Task<string[]> RunAsync(BackfillCase @case)
    {
        await using var parallel = await BackfillRun.StartAsync(@case);
        await using var sequential = await BackfillRun.StartAsync(@case);
        using var enough = new CancellationTokenSource();
        var sequentialReading = ReadSequentiallyAsync(sequential, @case, enough.Token);
        var took = await parallel.ReadAsync(new ReadOptions(), CancellationToken.None);
        if (parallel.Events != 3 * @case.EventsPerFeed)
            throw new InvalidOperationException($"{parallel.Events} of {3 * @case.EventsPerFeed} events were read: {@case}");
        enough.CancelAfter(Grace);
        var (sequentialTook, isComplete) = await sequentialReading;

        var ceiling = CeilingOf(@case.Pages);
        return
        [
            $"{@case.Latency.TotalMilliseconds:N0} ms, {(@case.Dense ? "all in one day" : "even")}",
            Show.Count(@case.Pages), Show.Count(parallel.Requests), Show.Count(parallel.Rejected),
            Show.Seconds(ceiling), Show.Seconds(took), Show.Share(ceiling / took),
            $"{(isComplete ? "" : "≈ ")}{Show.Count(sequentialTook.TotalSeconds)}", Show.Number(sequentialTook / took),
        ];
    }

    /// <summary>
    /// Returns the shortest time in which the quota admits the requests: a burst of a minute's requests at each whole minute.
    /// </summary>
    public static TimeSpan CeilingOf(int requests) =>
        TimeSpan.FromMinutes((requests - 1) / EventsRateLimiterOptions.DefaultPerMinute);

    /// <returns>The elapsed time, or the extrapolated one, and whether the reading is complete.</returns>
    private static async Task<(TimeSpan Took, bool IsComplete)> ReadSequentiallyAsync(
        BackfillRun sequential, BackfillCase @case, CancellationToken enough)
    {
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            return (await sequential.ReadAsync(options: null, enough), true);
        }
        catch (OperationCanceledException)
        {
            return (TimeProvider.System.GetElapsedTime(start) * (3.0 * @case.EventsPerFeed / sequential.Events), false);
        }
    }
}
