using System.Collections.Concurrent;

namespace OnePassword.Events.Hosting;

/// <summary>The health of each follower of an application.</summary>
internal sealed class FollowerHealths
{
    private readonly ConcurrentDictionary<string, FollowerHealth> _all = new(StringComparer.Ordinal);

    public IReadOnlyCollection<FollowerHealth> All => [.. _all.Values.OrderBy(health => health.Name, StringComparer.Ordinal)];

    public FollowerHealth Add(string name, TimeProvider clock)
    {
        var health = new FollowerHealth(name, clock);
        _all[name] = health;
        health.Start();
        return health;
    }
}
