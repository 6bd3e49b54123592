using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// Reports to systemd that the service runs as soon as the accounts are started, and then how many are followed. A server that
/// does not respond must not delay the start beyond the limit of systemd.
/// </summary>
internal sealed class ServiceStart(FollowStatusBoard board, CliContext cli)
{
    private readonly Lock _lock = new();
    private readonly ServiceNotifier _notifier = new(cli.Environment("NOTIFY_SOCKET"), cli.Messages);
    private string? _status;

    public void Started()
    {
        lock (_lock)
            _notifier.Ready(_status = Status());
    }

    /// <summary>Reports that an account is followed, or cannot be connected now.</summary>
    public void Changed()
    {
        lock (_lock)
        {
            if (_status is not null && Status() is var status && status != _status)
                _notifier.Status(_status = status);
        }
    }

    public void Stopping() => _notifier.Stopping();

    private string Status()
    {
        var (connected, failing) = (board.Accounts.Count(board.IsConnected), board.FailingAccounts.Count);
        var connecting = board.Accounts.Count - connected - failing;
        var accounts = Format.Count(connected, "account");
        return string.Join("; ", Parts());

        IEnumerable<string> Parts()
        {
            if (connected > 0)
                yield return $"following {Format.Count(board.Feeds.Count, "feed")} of {accounts}";
            if (connecting > 0)
                yield return $"connecting {Format.Count(connecting, "account")}";
            if (failing > 0)
                yield return $"{Format.Count(failing, "account")} cannot be connected";
        }
    }
}
