namespace OnePassword.Events;

/// <summary>How a hosted follower follows the feeds of one account.</summary>
public sealed class FollowerOptions
{
    /// <summary>Where the checkpoints are kept.</summary>
    /// <value>Null: the application's <see cref="ICheckpointStore"/>, which must be registered then.</value>
    public ICheckpointStore? Checkpoints { get; set; }

    /// <summary>
    /// A name that tells this follower from others of the same account, events and checkpoints. It becomes a part of the names of its
    /// checkpoints: <c>acme-alerts-auditevents</c>.
    /// </summary>
    /// <value>Null: the names consist of the account and the feed.</value>
    public string? Name { get; set; }

    /// <summary>The feeds, out of <see cref="FeedNames"/>.</summary>
    /// <value>Null: all that the handler takes.</value>
    public IReadOnlyCollection<string>? Feeds { get; set; }

    /// <summary>Sets how each feed is followed; its name is set already.</summary>
    /// <value>Null: the defaults of <see cref="FollowOptions"/>.</value>
    public Action<FollowOptions>? Configure { get; set; }
}
