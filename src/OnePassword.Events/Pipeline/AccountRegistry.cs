using System.Runtime.CompilerServices;

namespace OnePassword.Events.Pipeline;

/// <summary>The limits of the accounts that this process reads. An account is forgotten when nothing of it counts any more.</summary>
internal sealed class AccountRegistry
{
    private static readonly ConditionalWeakTable<TimeProvider, AccountRegistry> Registries = new();
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    // A program whose token changes with each request would be remembered with every one of them for an hour.
    private const int MostTokensOfOneClient = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Account, string Host), Entry> _entries = [];
    private readonly TimeProvider _clock;

    private AccountRegistry(TimeProvider clock) => _clock = clock;

    /// <summary>How many keys are remembered: accounts, and tokens that name none.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>The registry of a clock: quotas by different clocks cannot be added up.</summary>
    public static AccountRegistry By(TimeProvider clock) => Registries.GetValue(clock, static clock => new AccountRegistry(clock));

    /// <summary>The limits that hold for a token; <paramref name="latest"/> are those that its client went by until now.</summary>
    public AccountLimits Find(EventsToken token, Uri host, AccountLimits? latest = null)
    {
        var key = (token.AccountKey, host.Authority + host.AbsolutePath);
        lock (_lock)
        {
            var isKnown = _entries.TryGetValue(key, out var entry);
            if (entry is null)
            {
                Forget();
                entry = _entries[key] = new Entry(latest?.MayBeReadWith(token) == true ? latest : new AccountLimits(token, host, _clock));
            }
            entry.UsedAt = _clock.GetTimestamp();
            if (!isKnown)
                ForgetPredecessors(entry.Limits);
            return entry.Limits;
        }
    }

    private void Forget()
    {
        foreach (var (key, entry) in _entries)
        {
            if (_clock.GetElapsedTime(entry.UsedAt) >= Memory && entry.Limits.Quota.IsIdle)
                _entries.Remove(key);
        }
    }

    private void ForgetPredecessors(AccountLimits limits)
    {
        var tokens = _entries.Where(known => known.Value.Limits == limits).ToList();
        if (tokens.Count > MostTokensOfOneClient)
            _entries.Remove(tokens.MinBy(known => known.Value.UsedAt).Key);
    }

    private sealed class Entry(AccountLimits limits)
    {
        public AccountLimits Limits { get; } = limits;

        public long UsedAt { get; set; }
    }
}
