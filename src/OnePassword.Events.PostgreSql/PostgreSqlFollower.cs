namespace OnePassword.Events.PostgreSql;

/// <summary>A followed feed, as the database has it.</summary>
public sealed record PostgreSqlFollower
{
    /// <summary>Gets the name of the follower.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of the account; empty for the only one.</summary>
    public required string Account { get; init; }

    /// <summary>Gets the checkpoint, without recent uuids; null before the first save.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>Gets the <c>seq</c> of the last stored event; 0 if there is none.</summary>
    public long LastSeq { get; init; }

    /// <summary>Gets how often a process has taken the feed.</summary>
    public long Epoch { get; init; }

    /// <summary>Gets the machine and the process that took the feed last; null if none has.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets when the feed was taken; null if it was not.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>Gets the time of the last commit, by the clock of the database; null if there is none.</summary>
    public DateTimeOffset? SavedAt { get; init; }
}
