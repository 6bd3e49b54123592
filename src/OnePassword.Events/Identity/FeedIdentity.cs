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
        (string What, string? Theirs, string? Ours)[] parts =
        [
            ("feed", checkpoint.Feed, Feed),
            ("API version", checkpoint.ApiVersion, ApiVersion),
            ("server", checkpoint.Host, Region.Server),
            ("account", checkpoint.AccountUuid ?? account, account ?? checkpoint.AccountUuid),
        ];
        var differences = parts.Where(part => !string.Equals(part.Theirs, part.Ours, StringComparison.Ordinal)).ToList();
        if (differences.Count > 0)
        {
            throw new CheckpointException(
                CheckpointFailure.Mismatch,
                $"Checkpoint '{name}' was written for {List(part => $"{part.What} {part.Theirs}")}, "
                    + $"but this follower uses {List(part => $"{part.What} {part.Ours}")}. "
                    + "Use another checkpoint name or folder.");
        }

        string List(Func<(string What, string? Theirs, string? Ours), string> text) =>
            string.Join(" and ", differences.Select(text));
    }
}
