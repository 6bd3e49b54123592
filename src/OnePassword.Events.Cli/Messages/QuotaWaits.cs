using System.Collections.Concurrent;

namespace OnePassword.Events.Cli.Messages;

/// <summary>
/// The feeds that wait for the quota of their account. A burst of rejections (429) of one account, with all its feeds and
/// attempts, is one message.
/// </summary>
internal sealed class QuotaWaits(MessageLog messages, TimeProvider clock)
{
    private static readonly TimeSpan ShortestBurst = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string? Account, string? Feed), DateTimeOffset> _waits = [];
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _bursts = new(StringComparer.Ordinal);

    /// <summary>Returns how long a feed still waits; null if it does not wait.</summary>
    public TimeSpan? Left(string? account, string feed) =>
        _waits.TryGetValue((account, feed), out var end) && end - clock.GetUtcNow() is var left && left > TimeSpan.Zero
            ? left
            : null;

    /// <summary>Records that a feed waits.</summary>
    /// <param name="source">The feed.</param>
    /// <param name="wait">The shortest possible wait.</param>
    public void OnWaiting(MessageSource source, TimeSpan wait) =>
        _waits[(source.Account, source.Feed)] = clock.GetUtcNow() + wait;

    /// <summary>Records that the server rejected a request of a feed. The first rejection of a burst is reported.</summary>
    /// <param name="source">The feed.</param>
    /// <param name="wait">The wait before the next attempt.</param>
    public void OnRejected(MessageSource source, TimeSpan wait)
    {
        OnWaiting(source, wait);
        if (StartsBurst(source.Account ?? "", wait))
            messages.Warning(
                MessageEvent.QuotaExceeded,
                "the server rejects requests (429), because the account sends too many. "
                    + $"Waiting {Math.Ceiling(wait.TotalSeconds):0} s.",
                source.Account is null ? source : source with { Feed = null });
    }

    private bool StartsBurst(string account, TimeSpan wait)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            if (_bursts.TryGetValue(account, out var end) && now < end)
                return false;
            _bursts[account] = now + (wait > ShortestBurst ? wait : ShortestBurst);
            return true;
        }
    }
}
