namespace OnePassword.Events.Benchmarks.Reporting;

/// <summary>The amount of work of each part.</summary>
/// <param name="DrainEvents">Events per sequential reading.</param>
/// <param name="DrainRounds">Sequential readings per contestant.</param>
/// <param name="ExportEvents">Events per feed of each export.</param>
/// <param name="Starts">Starts per build of the tool.</param>
/// <param name="BackfillPages">Pages per backfill, of all three feeds together.</param>
internal sealed record Scale(int DrainEvents, int DrainRounds, IReadOnlyList<int> ExportEvents, int Starts, int BackfillPages)
{
    /// <summary>Gets the number of accounts of an idle fleet.</summary>
    public int IdleAccounts { get; init; } = 2_000;

    /// <summary>Gets the accounts of a fleet that catches up, and the events of each feed.</summary>
    public (int Accounts, int EventsPerFeed) FleetEvents { get; init; } = (100, 3_000);

    /// <summary>Gets the scale of a full run, about half an hour.</summary>
    public static Scale Full { get; } = new(1_000_000, 5, [10_000, 100_000, 1_000_000], 15, 5_700);

    /// <summary>Gets the scale of a functional check, less than ten minutes.</summary>
    public static Scale Quick { get; } = new(100_000, 3, [10_000, 100_000], 10, 1_500)
    {
        IdleAccounts = 200,
        FleetEvents = (30, 1_000),
    };
}
