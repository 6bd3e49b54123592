namespace OnePassword.Events.Destinations;

/// <summary>The limits of a batch and of the requests to one destination.</summary>
public sealed record BatchLimits
{
    /// <summary>The remedy for an event that a destination cannot store, whatever its options are.</summary>
    internal const string AnotherOutput = "Store it with another output, such as files.";

    /// <summary>Gets the largest number of events per batch.</summary>
    /// <value>Default: 1,000, the largest page.</value>
    public int MaxEvents { get; init; } = 1_000;

    /// <summary>Gets the largest sum of the encoded events per batch, in bytes before compression.</summary>
    /// <value>Default: 1,000,000. A larger event is rejected without a request.</value>
    public int MaxBytes { get; init; } = 1_000_000;

    /// <summary>Gets the number of concurrent requests. The batches of one feed keep their order.</summary>
    /// <value>Default: 4.</value>
    public int MaxConcurrency { get; init; } = 4;

    /// <summary>Gets the timeout of one attempt.</summary>
    /// <value>Default: 1 minute. A later response is ignored, and the destination may receive the batch twice.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets how long an attempt may wait for the confirmation of a batch after it was sent.</summary>
    /// <value>Default: zero, the response is the confirmation.</value>
    public TimeSpan ConfirmationTimeout { get; init; }

    /// <summary>Gets the remedy for an event with more than <see cref="MaxBytes"/>.</summary>
    internal string Remedy { get; init; } = AnotherOutput;
}
