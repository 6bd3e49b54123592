namespace OnePassword.Events;

/// <summary>Configures a hosted follower of one account.</summary>
public sealed class FollowerOptions
{
    /// <summary>Gets or sets the checkpoint store.</summary>
    /// <value>Default: null, the <see cref="ICheckpointStore"/> that the application must register.</value>
    public ICheckpointStore? Checkpoints { get; set; }

    /// <summary>
    /// Gets or sets a name that distinguishes this follower from others of the same account, event types and checkpoint store. It
    /// is a part of the checkpoint names: <c>acme-alerts-auditevents</c>.
    /// </summary>
    /// <value>Default: null, so that a checkpoint name consists of the account and the feed.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets the feeds to follow, each one of <see cref="FeedNames"/>.</summary>
    /// <value>Default: null, all feeds that the handler handles.</value>
    public IReadOnlyCollection<string>? Feeds { get; set; }

    /// <summary>Gets or sets a delegate that configures each feed. <see cref="FollowOptions.Name"/> is already set.</summary>
    /// <value>Default: null, the defaults of <see cref="FollowOptions"/>.</value>
    public Action<FollowOptions>? Configure { get; set; }
}
