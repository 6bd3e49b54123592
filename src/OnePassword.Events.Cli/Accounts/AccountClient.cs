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

    /// <summary>Gets the account that the token names; null if it names none.</summary>
    public string? AccountUuid { get; }

    /// <summary>Gets the account in paths of files: its name, or the identifier in the token.</summary>
    /// <exception cref="CliException">It has neither, or the identifier cannot be part of a path.</exception>
    public string NameInFiles => _account.Name ?? (AccountUuid is { } uuid && AccountName.IsValid(uuid)
        ? uuid
        : throw CliException.Usage(
            "the output depends on {account}, but the token does not identify its account. "
                + "Leave out {account}, or name the account in a file: --config."));

    /// <summary>Reads the token and creates the client. Sends no request.</summary>
    /// <exception cref="CliException">There is no valid token, or it does not name a region.</exception>
    public static async Task<AccountClient> OpenAsync(
        Account account, HttpMessageHandler transport, bool rereadsToken, CliContext cli, CancellationToken cancellationToken)
    {
        var token = await account.Token.ReadAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var region = account.Region ?? EventsRegion.FromToken(token);
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
                    $"{e.Message} If the server has no introspection, name the feeds: {string.Join(", ", FeedNames.All)}.");
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
