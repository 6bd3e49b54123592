using OnePassword.Events.Reading;

namespace OnePassword.Events.Identity;

/// <summary>Which feed of which account this is, in which version of the API, and where.</summary>
internal sealed record FeedIdentity(string Feed, string ApiVersion, EventsRegion Region, EventsTokenProvider Token)
{
    public string Host => Region.Server;

    /// <summary>The account, as far as the token names it.</summary>
    public async ValueTask<string?> AccountAsync(CancellationToken cancellationToken) =>
        (await Token.ReadAsync(cancellationToken).ConfigureAwait(false)).AccountUuid;

    /// <summary>The checkpoint of a follower that has read nothing yet.</summary>
    public Checkpoint Begin(PageRequest first) => new()
    {
        Host = Host,
        ApiVersion = ApiVersion,
        Feed = Feed,
        Cursor = first.Cursor,
        Start = first.Start,
        PageSize = first.Limit,
    };

    /// <exception cref="CheckpointException">The checkpoint is of something else.</exception>
    public void ThrowIfOther(string name, Checkpoint checkpoint, string? account)
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
