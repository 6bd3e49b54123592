using OnePassword.Events.Checkpoints;

namespace OnePassword.Events;

/// <summary>Options for following a feed.</summary>
public sealed class FollowOptions
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// Gets or sets the name of the checkpoint. Each follower that shares a store needs its own. A name that another follower of
    /// the same store object uses at the time is rejected.
    /// </summary>
    /// <value>Default: null, the name of the feed.</value>
    public string? Name { get; set; }

    /// <summary>
    /// Gets or sets the start if there is no checkpoint. With a checkpoint it is ignored: the cursor contains the start.
    /// </summary>
    /// <value>Default: <see cref="EventQuery.All"/>, everything that the API keeps. The query must not have an end.</value>
    public EventQuery Start { get; set; } = EventQuery.All;

    /// <summary>Gets or sets the polling interval after a page with events that was the last one for now.</summary>
    /// <value>Default: 10 seconds.</value>
    public TimeSpan MinPollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the longest polling interval. The interval doubles up to this while no events arrive.</summary>
    /// <value>Default: 1 minute.</value>
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets or sets the random part of each polling interval, 0 to 1. A wait is shorter than the interval by up to this part.
    /// Followers of many accounts that start together then do not stay together.
    /// </summary>
    /// <value>Default: 0, the exact interval.</value>
    public double PollJitter { get; set; }

    /// <summary>Gets or sets a value indicating whether to stop when the server has no more events for now.</summary>
    /// <value>Default: false, follow until canceled.</value>
    public bool StopWhenCaughtUp { get; set; }

    /// <summary>Gets or sets the reaction to a rejected cursor of the checkpoint.</summary>
    /// <value>Default: <see cref="CursorRejectedAction.Fail"/>.</value>
    public CursorRejectedAction OnCursorRejected { get; set; }

    /// <summary>Gets or sets the time before the last event at which <see cref="CursorRejectedAction.Restart"/> starts.</summary>
    /// <value>
    /// Default: 1 hour. Events in the overlap that are older than the latest <see cref="DuplicateWindow"/> events are delivered
    /// twice.
    /// </value>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets the number of latest events that are remembered to drop duplicates, 0 to 100,000.</summary>
    /// <value>Default: 5,000, about 150 KB per checkpoint.</value>
    public int DuplicateWindow { get; set; } = 5_000;

    /// <summary>
    /// Gets or sets a function that runs before the first request, and again before the first request after each failure. It
    /// receives the stored checkpoint, or null if there is none: open your output here and truncate it to the length in
    /// <see cref="Checkpoint.State"/>.
    /// </summary>
    /// <remarks>
    /// The string that it returns becomes the state of a new checkpoint; with a stored checkpoint it is ignored. If its first run
    /// throws, following ends with that exception; a later exception is retried like one of the handler.
    /// </remarks>
    /// <value>Default: null.</value>
    public Func<Checkpoint?, CancellationToken, Task<string?>>? OnStart { get; set; }

    /// <summary>
    /// Gets or sets a function that is called after each response, with or without events, when its events are committed. It can
    /// save a state, for example when it finishes a file to which no page is appended any more.
    /// </summary>
    /// <remarks>
    /// The next request waits for it. If it throws, the committed page is not delivered again. With a handler, the follower waits
    /// and continues from the checkpoint, without a limit. Without a handler, the enumeration throws that exception.
    /// </remarks>
    /// <value>Default: null.</value>
    public Func<FollowedPosition, CancellationToken, Task>? OnCommitted { get; set; }

    /// <summary>
    /// Gets or sets the longest wait after a failure, if a handler is used. The first wait is 1 second; each further one doubles.
    /// </summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Gets or sets how often one page is delivered to a handler that throws, before the follower stops with the exception of the
    /// handler. The page stays uncommitted.
    /// </summary>
    /// <value>Default: null, deliver the page until the handler succeeds.</value>
    /// <remarks>To store such a page elsewhere and continue, see <see cref="FollowedPage{TEvent}.DeliveryCount"/>.</remarks>
    public int? MaxDeliveryCount { get; set; }

    /// <summary>
    /// Gets or sets the progress sink for each handled page, each empty poll and each failure. It receives one report at a time.
    /// </summary>
    /// <value>Default: null. <see cref="FollowerMonitor"/> keeps a status.</value>
    public IProgress<FollowProgress>? Progress { get; set; }

    /// <summary>Returns a validated copy, so that later changes have no effect.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names each.</exception>
    internal static FollowOptions Checked(FollowOptions? options)
    {
        options ??= new FollowOptions();
        (bool Holds, string Rule)[] rules =
        [
            (options.Name is null || CheckpointName.IsValid(options.Name), $"Name must be {CheckpointName.Rule}."),
            (options.Start is { End: null }, "Start must be a query without an end."),
            (options.MinPollInterval > TimeSpan.Zero && options.MinPollInterval <= Day,
                "MinPollInterval must be greater than 0 and at most 1 day."),
            (options.MaxPollInterval >= options.MinPollInterval && options.MaxPollInterval <= Day,
                "MaxPollInterval must be at least MinPollInterval and at most 1 day."),
            (options.PollJitter is >= 0 and <= 1, "PollJitter must be 0 to 1."),
            (options.Overlap >= TimeSpan.Zero && options.Overlap <= EventQuery.Retention, "Overlap must be 0 to 120 days."),
            (options.DuplicateWindow is >= 0 and <= 100_000, "DuplicateWindow must be 0 to 100,000."),
            (options.MaxBackoff >= TimeSpan.FromSeconds(1) && options.MaxBackoff <= Day, "MaxBackoff must be 1 second to 1 day."),
            (options.MaxDeliveryCount is not < 1, "MaxDeliveryCount must be at least 1, or null for no limit."),
            (Enum.IsDefined(options.OnCursorRejected), "OnCursorRejected must be Fail or Restart."),
        ];
        var broken = rules.Where(rule => !rule.Holds).Select(rule => rule.Rule).ToList();
        return broken.Count == 0
            ? (FollowOptions)options.MemberwiseClone()
            : throw new ArgumentException(string.Join(' ', broken), nameof(options));
    }
}
