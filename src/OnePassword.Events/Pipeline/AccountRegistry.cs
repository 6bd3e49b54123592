using System.Runtime.CompilerServices;

namespace OnePassword.Events.Pipeline;

/// <summary>
/// The limits of the accounts that this process reads. An account is removed once its requests no longer count.
/// </summary>
internal sealed class AccountRegistry
{
    private static readonly ConditionalWeakTable<TimeProvider, AccountRegistry> Registries = new();
    private static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    // A program that changes its token with each request would otherwise fill the registry.
    private const int MaxTokensPerAccount = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Account, string Host), Entry> _entries = [];
    private readonly TimeProvider _clock;

    private AccountRegistry(TimeProvider clock) => _clock = clock;

    /// <summary>The number of keys: accounts, and tokens that name no account.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>The registry of a clock. Quotas by different clocks cannot be added.</summary>
    public static AccountRegistry By(TimeProvider clock) =>
        Registries.GetValue(clock, static clock => new AccountRegistry(clock));

    /// <summary>Returns the limits of a token. <paramref name="latest"/> are the limits that its client used before.</summary>
    public AccountLimits Find(EventsToken token, Uri host, AccountLimits? latest = null)
    {
        var key = (token.AccountKey, host.Authority + host.AbsolutePath);
        lock (_lock)
        {
            var isKnown = _entries.TryGetValue(key, out var entry);
            if (entry is null)
            {
                RemoveUnused();
                var limits = latest?.IsKeptBy(token) == true ? latest : new AccountLimits(token, host, _clock);
                entry = _entries[key] = new Entry(limits);
            }
            entry.UsedAt = _clock.GetTimestamp();
            if (!isKnown)
                RemoveOldest(entry.Limits);
            return entry.Limits;
        }
    }

    private void RemoveUnused()
    {
        foreach (var (key, entry) in _entries)
        {
            if (_clock.GetElapsedTime(entry.UsedAt) >= Retention && entry.Limits.Quota.IsIdle)
                _entries.Remove(key);
        }
    }

    private void RemoveOldest(AccountLimits limits)
    {
        var tokens = _entries.Where(known => known.Value.Limits == limits).ToList();
        if (tokens.Count > MaxTokensPerAccount)
            _entries.Remove(tokens.MinBy(known => known.Value.UsedAt).Key);
    }

    private sealed class Entry(AccountLimits limits)
    {
        public AccountLimits Limits { get; } = limits;

        public long UsedAt { get; set; }
    }
}
