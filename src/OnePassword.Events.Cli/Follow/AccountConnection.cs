using OnePassword.Events.Cli.Connection;

namespace OnePassword.Events.Cli.Follow;

/// <summary>An account as far as it could be reached: the client, and the feeds that are to be followed.</summary>
internal sealed class AccountConnection : IDisposable
{
    private readonly EventsClient _client;

    private AccountConnection(EventsClient client, IReadOnlyList<IEventFeed> feeds, IReadOnlyList<string> unreadable, TokenInfo token) =>
        (_client, Feeds, Unreadable, Token) = (client, feeds, unreadable, token);

    public EventsRegion Region => _client.Region;

    /// <inheritdoc cref="EventsClient.ClockOffset"/>
    public TimeSpan? ClockOffset => _client.ClockOffset;

    public IReadOnlyList<IEventFeed> Feeds { get; }

    /// <summary>Those that were asked for, and that the token may not read.</summary>
    public IReadOnlyList<string> Unreadable { get; }

    public TokenInfo Token { get; }

    /// <exception cref="ToolException">There is no token, or it may read nothing of what is wanted.</exception>
    /// <exception cref="EventsException">The server refused or could not be reached.</exception>
    public static async Task<AccountConnection> OpenAsync(FollowAccount account, ToolIo io, CancellationToken cancellationToken)
    {
        var token = await account.Token.ReadAsync(cancellationToken).ConfigureAwait(false);
        var client = Client(account, token, io);
        try
        {
            var says = await Server.IntrospectAsync(client, account.IsV1, account.Feeds, io, cancellationToken).ConfigureAwait(false);
            var all = account.IsV1 ? client.V1.Feeds : client.Feeds;
            var wanted = all.Where(feed => account.Feeds.Count == 0 ? says.MayRead(feed.Name) : account.Feeds.Contains(feed.Name, StringComparer.Ordinal)).ToList();
            var readable = wanted.Where(feed => says.MayRead(feed.Name)).ToList();
            return readable.Count > 0
                ? new AccountConnection(client, readable, [.. wanted.Except(readable).Select(feed => feed.Name)], says)
                : throw new ToolException(ExitCode.Token, $"the token may read none of the feeds that are wanted; it may read: {says.Listed}.");
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public void Dispose() => _client.Dispose();

    private static EventsClient Client(FollowAccount account, EventsToken token, ToolIo io)
    {
        try
        {
            return new EventsClient(EventsTokenProvider.From(account.Token.ReadAsync), Server.Options(account.Region ?? EventsRegion.FromToken(token), io, account.Name));
        }
        catch (ArgumentException e)
        {
            throw ToolException.Usage(Server.OneLine(e));
        }
    }
}
