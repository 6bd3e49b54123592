namespace OnePassword.Events.Destinations;

/// <summary>Options of a delivery.</summary>
public sealed record DeliveryOptions
{
    /// <summary>Gets the place of events that the destination rejected, such as a <see cref="DeadLetterFile"/>.</summary>
    /// <value>Default: null. A rejected event then stops the delivery.</value>
    public IDeadLetterSink? DeadLetters { get; init; }

    /// <summary>Gets the largest share of a page that may become dead letters, 0 to 1. One event always may.</summary>
    /// <value>Default: 0.1. Above it, the delivery stops: the destination, not the events, is the problem.</value>
    public double MaxRejectedShare { get; init; } = 0.1;

    /// <summary>Gets the largest number of dead letters per minute.</summary>
    /// <value>Default: 100. Above it, the delivery stops.</value>
    public int MaxRejectedPerMinute { get; init; } = 100;

    /// <summary>
    /// Gets how long a failing destination is retried, from the start of the first failed attempt. All feeds share this time.
    /// With it, a failure that requires an operator is final.
    /// </summary>
    /// <value>Default: null, retry until canceled. Each page is attempted at least once.</value>
    public TimeSpan? RetryFor { get; init; }

    /// <summary>Gets the timeout of one attempt to send a batch.</summary>
    /// <value>
    /// Default: null, <see cref="BatchLimits.Timeout"/> of the destination. <see cref="BatchLimits.ConfirmationTimeout"/> is
    /// added.
    /// </value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Gets the longest wait between two attempts, unless the destination requests a longer one.</summary>
    /// <value>Default: 1 minute. Waits double from 1 second, with full jitter.</value>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the wait after a failure that requires an operator.</summary>
    /// <value>Default: 30 seconds.</value>
    public TimeSpan OperatorWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the clock.</summary>
    /// <value>Default: the system clock.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Gets the source of jitter.</summary>
    /// <value>Default: a random seed. A test passes a seeded source.</value>
    public Random Random { get; init; } = new();
}
