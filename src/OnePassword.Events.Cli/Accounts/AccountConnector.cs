using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>
/// Connects accounts over shared sockets. It limits how many connect at a time, so that hundreds of accounts leave the processor
/// to each other and to <c>/healthz</c>.
/// </summary>
internal sealed class AccountConnector(CliContext cli) : IDisposable
{
    private const int MaxConcurrency = 16;

    // An account whose server or token command hangs does not hold up the others.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    private readonly SocketsHttpHandler _sockets = DefaultTransport.Create();
    private readonly ConcurrencyLimiter _limiter = new(MaxConcurrency, LongestTurn, cli.Clock);

    /// <summary>Connects an account for one command, which uses the same token until it ends.</summary>
    /// <inheritdoc cref="AccountClient.OpenAsync"/>
    public Task<AccountClient> ConnectAsync(Account account, CancellationToken cancellationToken) =>
        AccountClient.OpenAsync(account, _sockets, rereadsToken: false, cli, cancellationToken);

    /// <summary>Connects an account whose token may change, and selects the feeds that it can read.</summary>
    /// <exception cref="CliException">There is no valid token, or it cannot read any of the requested feeds.</exception>
    /// <exception cref="EventsException">The server rejected the request or could not be reached.</exception>
    public Task<(AccountClient Client, FeedSelection Feeds)> OpenAsync(
        Account account, CancellationToken cancellationToken) => _limiter.RunAsync(
        async () =>
        {
            var client = await AccountClient.OpenAsync(account, _sockets, rereadsToken: true, cli, cancellationToken)
                .ConfigureAwait(false);
            try
            {
                return (client, await client.SelectFeedsAsync(cancellationToken).ConfigureAwait(false));
            }
            catch
            {
                client.Dispose();
                throw;
            }
        },
        cancellationToken);

    public void Dispose()
    {
        _limiter.Dispose();
        _sockets.Dispose();
    }
}
