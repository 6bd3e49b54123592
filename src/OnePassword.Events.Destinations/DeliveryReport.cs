namespace OnePassword.Events.Destinations;

/// <summary>One report of a delivery. An empty report says that the destination has recovered.</summary>
/// <param name="Origin">The origin of the events.</param>
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
    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];

    /// <summary>Gets a limitation of events that were delivered; null for none.</summary>
    public string? Warning { get; init; }

    /// <summary>Returns the report as a message, without a secret.</summary>
    public override string ToString() => this switch
    {
        { Failure: { } failure, RetryIn: { } wait } =>
            FormattableString.Invariant($"{failure.TrimEnd('.')}. Retrying in {wait.TotalSeconds:0.#} s."),
        { Failure: { } failure } => failure,
        { Warning: { } warning } => warning,
        { DeadLetters: [var first, ..] } =>
            FormattableString.Invariant(
                $"Rejected events of {Origin.Feed}: {DeadLetters.Count}. The first reason: {first.Reason}"),
        _ => "The destination works again.",
    };
}
