namespace OnePassword.Events.Identity;

/// <summary>Which feed of which account this is, in which version of the API, and where.</summary>
internal sealed record FeedIdentity(string Feed, string ApiVersion, EventsRegion Region, EventsTokenProvider Token)
{
    /// <summary>What stands in the place of a feed for introspection.</summary>
    public const string Introspect = "introspect";

    public bool IsIntrospection => Feed == Introspect;

    public string Host => Region.Server;

    /// <summary>The account, as far as the token names it.</summary>
    public async ValueTask<string?> AccountAsync(CancellationToken cancellationToken) =>
        (await Token.ReadAsync(cancellationToken).ConfigureAwait(false)).AccountUuid;

    /// <summary>Returns the checkpoint of a follower that has read nothing yet.</summary>
    public Checkpoint CreateCheckpoint() => new() { Host = Host, ApiVersion = ApiVersion, Feed = Feed };

    /// <exception cref="CheckpointException">The checkpoint is of something else.</exception>
    public void EnsureMatches(string name, Checkpoint checkpoint, string? account)
    {
        (string What, string? Theirs, string? Ours)[] parts =
        [
            ("feed", checkpoint.Feed, Feed),
            ("API version", checkpoint.ApiVersion, ApiVersion),
            ("server", checkpoint.Host, Host),
            ("account", checkpoint.AccountUuid ?? account, account ?? checkpoint.AccountUuid),
        ];
        if (parts.Where(part => !string.Equals(part.Theirs, part.Ours, StringComparison.Ordinal)).ToList() is { Count: > 0 } other)
        {
            var differences = other.Select(part => $"its {part.What} is {part.Theirs}, and this one is {part.Ours}");
            throw new CheckpointException(CheckpointFailure.Mismatch, $"The checkpoint '{name}' is of another follower: {string.Join("; ", differences)}. Give this one another name or another store.");
        }
    }
}
