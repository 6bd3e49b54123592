namespace OnePassword.Events.Destinations;

/// <summary>The result of one attempt to send a batch.</summary>
public sealed record DeliveryResult
{
    private DeliveryResult(DeliveryOutcome outcome, string reason) => (Outcome, Reason) = (outcome, reason);

    /// <summary>Gets the result for a batch whose events were all delivered.</summary>
    public static DeliveryResult Delivered { get; } = new(DeliveryOutcome.Delivered, "");

    /// <summary>Gets the outcome.</summary>
    public DeliveryOutcome Outcome { get; }

    /// <summary>Gets why the batch, or a part of it, was not delivered; empty if it was.</summary>
    public string Reason { get; }

    /// <summary>Gets the HTTP status; null if there is none.</summary>
    public int? Status { get; init; }

    /// <summary>Gets the wait that the destination requests; null if it requests none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the events that the destination will never accept.</summary>
    public IReadOnlyList<RejectedEvent> Rejected { get; init; } = [];

    /// <summary>
    /// Gets how many of <see cref="Rejected"/> were rejected, if the destination does not say which. All of them become dead
    /// letters.
    /// </summary>
    /// <value>Default: null, all of them.</value>
    public int? RejectedCount { get; init; }

    /// <summary>Gets the indexes of the events to retry; null for all that are not rejected.</summary>
    public IReadOnlyList<int>? Pending { get; init; }

    /// <summary>Gets a value indicating whether the destination may have events that it did not confirm.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>Gets a value indicating whether the destination rejected the secret.</summary>
    public bool SecretRejected { get; init; }

    /// <summary>Gets a limitation of events that were delivered; null for none.</summary>
    public string? Warning { get; init; }

    /// <summary>Returns the result for events to retry.</summary>
    /// <param name="reason">Why they were not delivered.</param>
    /// <param name="after">The wait that the destination requests; null for none.</param>
    public static DeliveryResult Retry(string reason, TimeSpan? after = null) =>
        new(DeliveryOutcome.Retry, reason) { RetryAfter = after };

    /// <summary>Returns the result for a batch that was not accepted as a whole.</summary>
    /// <param name="reason">Why it was not accepted.</param>
    /// <param name="status">The HTTP status.</param>
    public static DeliveryResult Split(string reason, int? status = null) =>
        new(DeliveryOutcome.Split, reason) { Status = status };

    /// <summary>Returns the result for a destination that needs another configuration.</summary>
    /// <param name="reason">The problem, and the remedy.</param>
    public static DeliveryResult Stop(string reason) => new(DeliveryOutcome.Stop, reason);
}
