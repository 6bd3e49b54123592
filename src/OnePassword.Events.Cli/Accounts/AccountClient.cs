using System.Net;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>A client of one account, for one version of the API.</summary>
internal sealed class AccountClient : IDisposable
{
    private readonly Account _account;
    private readonly EventsClient _client;
    private readonly CliContext _cli;

    private AccountClient(Account account, EventsClient client, string? accountUuid, CliContext cli) =>
        (_account, _client, AccountUuid, _cli) = (account, client, accountUuid, cli);

    public EventsRegion Region => _client.Region;

    /// <inheritdoc cref="EventsClient.ClockOffset"/>
    public TimeSpan? ClockOffset => _client.ClockOffset;

    /// <inheritdoc cref="EventsClient.QuotaWait"/>
    public TimeSpan? QuotaWait => _client.QuotaWait;

    /// <summary>Gets the account that the token names; null if it names none.</summary>
    public string? AccountUuid { get; }

    /// <summary>Reads the token and creates the client. Sends no request.</summary>
    /// <exception cref="CliException">There is no valid token, or it does not name a region.</exception>
    public static async Task<AccountClient> OpenAsync(
        Account account, HttpMessageHandler transport, bool rereadsToken, CliContext cli, CancellationToken cancellationToken)
    {
        var token = await account.Token.ReadAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var region = account.Region ?? RegionOf(token);
            DefaultTransport.ThrowIfProxyUnusable(region);
            var provider = rereadsToken ? EventsTokenProvider.From(account.Token.ReadAsync) : EventsTokenProvider.From(token);
            var client = new EventsClient(transport, provider, Options(account, region, cli));
            return new AccountClient(account, client, token.AccountUuid, cli);
        }
        catch (ArgumentException e)
        {
            throw CliException.Usage(Format.Message(e));
        }
    }

    /// <summary>Returns the origin of a page of a feed that was read now.</summary>
    public EventOrigin OriginOf(string feed) => new()
    {
        Account = _account.Name,
        AccountUuid = AccountUuid,
        Feed = feed,
        ApiVersion = _account.ApiVersion,
        Host = Region.BaseAddress.Authority,
        ReadAt = _cli.Clock.GetUtcNow(),
    };

    /// <summary>Returns the identity of the token and the feeds that it can read.</summary>
    public async Task<TokenInfo> IntrospectAsync(CancellationToken cancellationToken)
    {
        if (_account.IsV1)
        {
            var v1 = await _client.V1.IntrospectAsync(cancellationToken).ConfigureAwait(false);
            return new TokenInfo(v1.Uuid, AccountUuid: null, v1.IssuedAt, v1.Features);
        }
        var v2 = await _client.IntrospectAsync(cancellationToken).ConfigureAwait(false);
        return new TokenInfo(v2.Uuid, v2.AccountUuid, v2.IssuedAt, v2.Features);
    }

    /// <summary>Selects the feeds to read: the named ones, or every feed that the token can read.</summary>
    /// <exception cref="CliException">The token cannot read any of them.</exception>
    public async Task<FeedSelection> SelectFeedsAsync(CancellationToken cancellationToken)
    {
        var token = await IntrospectIfSupportedAsync(cancellationToken).ConfigureAwait(false);
        return FeedSelection.Of(_account.IsV1 ? _client.V1.Feeds : _client.Feeds, _account.Feeds, token);
    }

    public void Dispose() => _client.Dispose();

    private static EventsRegion RegionOf(EventsToken token)
    {
        try
        {
            return EventsRegion.FromToken(token);
        }
        catch (ArgumentException e)
        {
            throw CliException.Usage($"{Format.Message(e)} Use --region or --url (in a file: region or url).");
        }
    }

    // A server without introspection may still serve the feeds that were named.
    private async Task<TokenInfo> IntrospectIfSupportedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await IntrospectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EventsApiException e) when (
            e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
        {
            if (_account.Feeds.Count == 0)
                throw new CliException(
                    ExitCode.Of(e),
                    $"{e.Problem} If the server has no introspection, name the feeds: {string.Join(", ", FeedNames.All)}.")
                {
                    About = Failure.Of(e).Source,
                };
            var feeds = string.Join(", ", _account.Feeds);
            var note = $"The server has no introspection ({(int)e.StatusCode}). Access to {feeds} is checked by reading.";
            _cli.Messages.Information(MessageEvent.IntrospectionMissing, note, _account.Source);
            return new TokenInfo(Uuid: null, AccountUuid: null, IssuedAt: null, Features: null);
        }
    }

    private static EventsClientOptions Options(Account account, EventsRegion region, CliContext cli)
    {
        var options = new EventsClientOptions
        {
            Region = region,
            AccountName = account.Name ?? "",
            Application = $"op-events/{typeof(AccountClient).Assembly.GetName().Version!.ToString(3)}",
            TimeProvider = cli.Clock,
            LoggerFactory = new LibraryLogger(cli.Messages, cli.QuotaWaits, account.Name),
        };
        if (account.Timeout is { } timeout)
        {
            options.Resilience.TotalRequestTimeout = timeout;
            if (options.Resilience.AttemptTimeout > timeout)
                options.Resilience.AttemptTimeout = timeout;
        }
        cli.ConfigureResilience(options.Resilience);
        if (account.Quota is { } quota)
            (options.Resilience.RateLimiter.PerMinute, options.Resilience.RateLimiter.PerHour) = (quota.PerMinute, quota.PerHour);
        return options;
    }
}
