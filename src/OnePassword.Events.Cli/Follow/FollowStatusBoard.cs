using System.Collections.Concurrent;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>How all that is followed stands, and the accounts that could not be reached at all.</summary>
internal sealed class FollowStatusBoard(CliContext io, TimeSpan? silence)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<FollowStatus> _feeds = new();
    private readonly ConcurrentDictionary<string, string> _accounts = new(StringComparer.Ordinal);

    public IReadOnlyList<FollowStatus.Snapshot> Feeds => [.. _feeds.Select(status => status.Now).OrderBy(now => now.Name, StringComparer.Ordinal)];

    /// <summary>Why an account is not followed now, by its name.</summary>
    public IReadOnlyDictionary<string, string> Accounts => _accounts;

    public DateTimeOffset Time => io.Clock.GetUtcNow();

    /// <summary>Whether everything that is followed is.</summary>
    public bool IsHealthy => _accounts.IsEmpty && _feeds.All(status => status.Now.Failure is null);

    public FollowStatus Add(Account account, string feed)
    {
        var status = new FollowStatus(account.Name, feed, account.NameOf(feed), io.Clock);
        _feeds.Enqueue(status);
        return status;
    }

    public void AccountFails(Account account, string failure) => _accounts[account.Title] = failure;

    public void AccountWorks(Account account) => _accounts.TryRemove(account.Title, out _);

    /// <summary>Sounds the alarm for feeds that bring nothing for too long, once, and says when they do again.</summary>
    public async Task WatchSilenceAsync(CancellationToken cancellationToken)
    {
        if (silence is not { } limit)
            return;
        var look = limit / 10 < LongestLook ? limit / 10 : LongestLook;
        while (true)
        {
            await Task.Delay(look, io.Clock, cancellationToken).ConfigureAwait(false);
            foreach (var status in _feeds)
                await LookAsync(status, limit).ConfigureAwait(false);
        }
    }

    private async Task LookAsync(FollowStatus status, TimeSpan limit)
    {
        var now = status.Now;
        var silent = now.Silence(Time) >= limit;
        if (silent == now.Silent)
            return;
        status.Silent(silent);
        await io.Error.WriteLineAsync(silent
            ? $"{now.Name}: SILENT: no event for {Duration.Text(limit)}, the last one at {now.LastEventTime?.Text ?? "no time known"}."
            : $"{now.Name}: brings events again.").ConfigureAwait(false);
    }
}
