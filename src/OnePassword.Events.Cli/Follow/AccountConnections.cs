using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// Connects the accounts: some at a time, so that hundreds of them leave the processor to each other and to <c>/healthz</c>, and over
/// sockets that they share, because each poll needs one for a moment only.
/// </summary>
internal sealed class AccountConnections(ToolIo io) : IDisposable
{
    private const int AtATime = 16;

    // An account whose server or token command hangs does not hold up the others.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    private readonly SocketsHttpHandler _sockets = DefaultTransport.Create();
    private readonly Turns _turns = new(AtATime, LongestTurn, io.Clock);

    /// <inheritdoc cref="AccountConnection.OpenAsync"/>
    public Task<AccountConnection> OpenAsync(FollowAccount account, CancellationToken cancellationToken) =>
        _turns.RunAsync(() => AccountConnection.OpenAsync(account, _sockets, io, cancellationToken), cancellationToken);

    public void Dispose()
    {
        _turns.Dispose();
        _sockets.Dispose();
    }
}
