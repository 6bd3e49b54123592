using OnePassword.Events.Cli.Connection;
using OnePassword.Events.Pipeline.Transport;

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

    /// <param name="account">The account.</param>
    /// <param name="sockets">Those that all accounts share. They stay open.</param>
    /// <param name="io">The clock, and where warnings go.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="ToolException">There is no token, or it may read nothing of what is wanted.</exception>
    /// <exception cref="EventsException">The server refused or could not be reached.</exception>
    public static async Task<AccountConnection> OpenAsync(FollowAccount account, HttpMessageHandler sockets, ToolIo io, CancellationToken cancellationToken)
    {
        var token = await account.Token.ReadAsync(cancellationToken).ConfigureAwait(false);
        var client = Client(account, token, sockets, io);
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

    private static EventsClient Client(FollowAccount account, EventsToken token, HttpMessageHandler sockets, ToolIo io)
    {
        try
        {
            var region = account.Region ?? EventsRegion.FromToken(token);
            DefaultTransport.ThrowIfProxyUnusable(region);
            return new EventsClient(sockets, EventsTokenProvider.From(account.Token.ReadAsync), Server.Options(region, io, account.Name));
        }
        catch (ArgumentException e)
        {
            throw ToolException.Usage(Server.OneLine(e));
        }
    }
}
