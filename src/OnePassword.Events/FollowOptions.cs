using OnePassword.Events.Checkpoints;

namespace OnePassword.Events;

/// <summary>How a feed is followed.</summary>
public sealed class FollowOptions
{
    /// <summary>
    /// The name under which the checkpoint is kept; one for each follower that shares a store. Following a name that is being followed
    /// from the same store object is refused.
    /// </summary>
    /// <value>Null: the name of the feed.</value>
    public string? Name { get; set; }

    /// <summary>Where the following begins when there is no checkpoint. With one, this is not used: the cursor carries its own.</summary>
    /// <value><see cref="EventQuery.All"/>: all that the API keeps. An end of the query makes no sense and is refused.</value>
    public EventQuery Start { get; set; } = EventQuery.All;

    /// <summary>How long to wait after a page that had the last events for now.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan MinPollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Up to how long to wait while nothing comes: each poll without an event doubles the wait.</summary>
    /// <value>1 minute.</value>
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Ends the following at the first page after which there is nothing more for now.</summary>
    /// <value>False: follow for ever.</value>
    public bool StopWhenCaughtUp { get; set; }

    /// <summary>What to do when the server does not take the cursor of the checkpoint any more.</summary>
    /// <value><see cref="CursorRejectedAction.Fail"/>.</value>
    public CursorRejectedAction OnCursorRejected { get; set; }

    /// <summary>With <see cref="CursorRejectedAction.Restart"/>: how far before the last event to start again.</summary>
    /// <value>1 hour. Events in it that are older than the latest <see cref="DuplicateWindow"/> come a second time.</value>
    public TimeSpan Overlap { get; set; } = TimeSpan.FromHours(1);

    /// <summary>By how many of the latest events a repeated one is recognised and dropped, 0 to 100,000. They are kept in the checkpoint.</summary>
    /// <value>5,000: about 150 KB in each checkpoint.</value>
    public int DuplicateWindow { get; set; } = 5_000;

    /// <summary>What a new checkpoint keeps until a page is committed with something else. With a checkpoint, this is not used.</summary>
    /// <value>Null: nothing.</value>
    public string? State { get; set; }

    /// <summary>With a function that handles pages: up to how long to wait after failures; a second, then twice as long each time.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Told of each answer, once its page was taken, and of each failure, one after the other.</summary>
    /// <value>Null: nobody.</value>
    public IProgress<FollowProgress>? Progress { get; set; }

    /// <summary>A copy that is in order; what is changed later changes nothing.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which.</exception>
    internal static FollowOptions Checked(FollowOptions? options)
    {
        options ??= new FollowOptions();
        (bool Holds, string Rule)[] rules =
        [
            (options.Name is null || CheckpointName.IsValid(options.Name), $"Name must be {CheckpointName.Rule}."),
            (options.Start is { End: null }, "Start must be a query without an end."),
            (options.MinPollInterval > TimeSpan.Zero && options.MinPollInterval <= TimeSpan.FromDays(1), "MinPollInterval must be above 0, up to a day."),
            (options.MaxPollInterval >= options.MinPollInterval && options.MaxPollInterval <= TimeSpan.FromDays(1), "MaxPollInterval must not be less than MinPollInterval, and up to a day."),
            (options.Overlap >= TimeSpan.Zero && options.Overlap <= EventQuery.Retention, "Overlap must be 0 to 120 days."),
            (options.DuplicateWindow is >= 0 and <= 100_000, "DuplicateWindow must be 0 to 100,000."),
            (options.MaxBackoff >= TimeSpan.FromSeconds(1) && options.MaxBackoff <= TimeSpan.FromDays(1), "MaxBackoff must be 1 second to a day."),
            (CheckpointText.IsStorable(options.State), "State must not contain half a surrogate pair."),
            (Enum.IsDefined(options.OnCursorRejected), "OnCursorRejected must be a policy that there is."),
        ];
        var broken = rules.Where(rule => !rule.Holds).Select(rule => rule.Rule).ToList();
        return broken.Count == 0 ? (FollowOptions)options.MemberwiseClone() : throw new ArgumentException(string.Join(' ', broken), nameof(options));
    }
}
