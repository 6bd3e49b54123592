using System.Collections.Concurrent;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>The status of all feeds, and of the accounts that cannot be reached.</summary>
internal sealed class FollowStatusBoard(CliContext cli, TimeSpan? silence)
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<FeedStatus> _feeds = new();
    private readonly ConcurrentDictionary<string, string> _accounts = new(StringComparer.Ordinal);

    public IReadOnlyList<FeedStatus.Snapshot> Feeds => [.. _feeds.Select(status => status.Now).OrderBy(now => now.Name, StringComparer.Ordinal)];

    /// <summary>Gets why accounts are not followed now, by their names.</summary>
    public IReadOnlyDictionary<string, string> FailingAccounts => _accounts;

    public DateTimeOffset Time => cli.Clock.GetUtcNow();

    public bool IsHealthy => _accounts.IsEmpty && _feeds.All(status => status.Now.Failure is null);

    public FeedStatus Add(Account account, string feed)
    {
        var status = new FeedStatus(account.Name, feed, account.CheckpointName(feed), cli.Clock);
        _feeds.Enqueue(status);
        return status;
    }

    public void AccountFails(Account account, string failure) => _accounts[account.Title] = failure;

    public void AccountWorks(Account account) => _accounts.TryRemove(account.Title, out _);

    /// <summary>Reports each feed once when it has no new events for too long, and once when it has again.</summary>
    public async Task WatchSilenceAsync(CancellationToken cancellationToken)
    {
        if (silence is not { } limit)
            return;
        var interval = limit / 10 < LongestInterval ? limit / 10 : LongestInterval;
        while (true)
        {
            await Task.Delay(interval, cli.Clock, cancellationToken).ConfigureAwait(false);
            foreach (var status in _feeds)
                await CheckSilenceAsync(status, limit).ConfigureAwait(false);
        }
    }

    private async Task CheckSilenceAsync(FeedStatus status, TimeSpan limit)
    {
        var now = status.Now;
        var isSilent = now.Silence(Time) >= limit;
        if (isSilent == now.IsSilent)
            return;
        status.SetSilent(isSilent);
        await cli.Error.WriteLineAsync(isSilent
            ? $"{now.Name}: SILENT: no new event for {Duration.Format(limit)}. Last event: {now.LastEventTime?.Text ?? "none"}."
            : $"{now.Name}: receives events again.").ConfigureAwait(false);
    }
}
