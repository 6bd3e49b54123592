using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Reports to systemd that the followers run: once the first attempt to connect each account has ended.</summary>
internal sealed class ServiceStart(FollowPlan plan, CliContext cli)
{
    private readonly ServiceNotifier _notifier = new(cli.Environment("NOTIFY_SOCKET"), cli.Messages);
    private readonly HashSet<Account> _tried = [];

    /// <summary>Records that an account is followed, or cannot be connected now.</summary>
    public void Tried(Account account, FollowStatusBoard board)
    {
        lock (_tried)
        {
            if (_tried.Add(account) && _tried.Count == plan.Accounts.Count)
                _notifier.Ready(Status(board));
        }
    }

    public void Stopping() => _notifier.Stopping();

    private string Status(FollowStatusBoard board)
    {
        var failing = board.FailingAccounts.Count;
        var following = $"following {Format.Count(board.Feeds.Count, "feed")} of {Format.Count(plan.Accounts.Count, "account")}";
        return failing == 0 ? following : $"{following}; {Format.Count(failing, "account")} cannot be connected";
    }
}
