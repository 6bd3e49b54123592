namespace OnePassword.Events.Destinations;

/// <summary>One report of a delivery. A report without <see cref="Failure"/> says that the destination accepts events again.</summary>
/// <param name="Origin">The feed that was being delivered.</param>
public sealed record DeliveryReport(EventOrigin Origin)
{
    /// <summary>Gets why events are not delivered now; null if they are.</summary>
    public string? Failure { get; init; }

    /// <summary>Gets the wait before the next attempt; null if there is none.</summary>
    public TimeSpan? RetryIn { get; init; }

    /// <summary>Gets a value indicating whether the destination needs another configuration.</summary>
    public bool RequiresOperator { get; init; }

    /// <summary>Gets a value indicating whether the destination rejected the secret: it should be read again.</summary>
    public bool SecretRejected { get; init; }

    /// <summary>Gets the events that became dead letters.</summary>
    public IReadOnlyList<DeadLetter> Parked { get; init; } = [];

    /// <summary>Gets what the operator should know about delivered events; null for nothing.</summary>
    public string? Warning { get; init; }
}
