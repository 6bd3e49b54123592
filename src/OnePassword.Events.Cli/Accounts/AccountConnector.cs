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

    /// <inheritdoc cref="AccountClient.OpenAsync"/>
    public Task<AccountClient> ConnectAsync(Account account, CancellationToken cancellationToken) =>
        AccountClient.OpenAsync(account, _sockets, cli, cancellationToken);

    /// <summary>Connects an account and selects the feeds that its token can read.</summary>
    /// <exception cref="CliException">There is no valid token, or it cannot read any of the requested feeds.</exception>
    /// <exception cref="EventsException">The server rejected the request or could not be reached.</exception>
    public Task<(AccountClient Client, FeedSelection Feeds)> OpenAsync(
        Account account, CancellationToken cancellationToken) => _limiter.RunAsync(
        async () =>
        {
            var client = await ConnectAsync(account, cancellationToken).ConfigureAwait(false);
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
