namespace OnePassword.Events.Benchmarks.Reporting;

/// <summary>How much is measured.</summary>
/// <param name="DrainEvents">Events of one drain.</param>
/// <param name="DrainRounds">Drains of each contestant.</param>
/// <param name="ExportEvents">Events a feed of the exports.</param>
/// <param name="Starts">Starts of each build of the tool.</param>
/// <param name="BackfillPages">Pages of a backfill, over all three feeds.</param>
internal sealed record Scale(int DrainEvents, int DrainRounds, IReadOnlyList<int> ExportEvents, int Starts, int BackfillPages)
{
    /// <summary>Half an hour.</summary>
    public static Scale Full { get; } = new(1_000_000, 5, [10_000, 100_000, 1_000_000], 15, 5_700);

    /// <summary>To see that all of it works: under ten minutes.</summary>
    public static Scale Quick { get; } = new(100_000, 3, [10_000, 100_000], 10, 1_500);
}
