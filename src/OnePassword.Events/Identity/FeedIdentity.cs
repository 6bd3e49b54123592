namespace OnePassword.Events.Identity;

/// <summary>One feed of an account, in one version of the API.</summary>
internal sealed record FeedIdentity(string Feed, string ApiVersion, EventsRegion Region, EventsTokenProvider Token)
{
    /// <summary>Replaces the name of a feed for introspection.</summary>
    public const string Introspect = "introspect";

    public bool IsIntrospection => Feed == Introspect;

    /// <summary>Returns the account; null if the token does not name it.</summary>
    public async ValueTask<string?> AccountAsync(CancellationToken cancellationToken) =>
        (await Token.ReadAsync(cancellationToken).ConfigureAwait(false)).AccountUuid;

    /// <summary>Returns the checkpoint of a follower that has not read anything yet.</summary>
    public Checkpoint CreateCheckpoint() => new() { Host = Region.Server, ApiVersion = ApiVersion, Feed = Feed };

    /// <exception cref="CheckpointException">The checkpoint belongs to another feed, API version, server or account.</exception>
    public void EnsureMatches(string name, Checkpoint checkpoint, string? account)
    {
        if (CheckpointIdentity.Difference(checkpoint, Feed, ApiVersion, Region, account) is { } difference)
        {
            throw new CheckpointException(
                CheckpointFailure.Mismatch, $"Checkpoint '{name}' {difference}",
                "Use another name or another checkpoint folder.");
        }
    }
}
