namespace OnePassword.Events.Benchmarks.Reporting;

/// <summary>The amount of work of each part.</summary>
/// <param name="DrainEvents">Events per sequential reading.</param>
/// <param name="DrainRounds">Sequential readings per contestant.</param>
/// <param name="ExportEvents">Events per feed of each export.</param>
/// <param name="Starts">Starts per build of the tool.</param>
/// <param name="BackfillPages">Pages per backfill, of all three feeds together.</param>
internal sealed record Scale(int DrainEvents, int DrainRounds, IReadOnlyList<int> ExportEvents, int Starts, int BackfillPages)
{
    /// <summary>Gets the scale of a full run, about half an hour.</summary>
    public static Scale Full { get; } = new(1_000_000, 5, [10_000, 100_000, 1_000_000], 15, 5_700);

    /// <summary>Gets the scale of a functional check, less than ten minutes.</summary>
    public static Scale Quick { get; } = new(100_000, 3, [10_000, 100_000], 10, 1_500);
}
