namespace OnePassword.Events.Hosting;

/// <summary>The health of each follower of an application. No two of them share a checkpoint.</summary>
internal sealed class FollowerHealthRegistry
{
    private readonly List<(ICheckpointStore Store, FollowerHealth Health)> _all = [];

    public IReadOnlyCollection<FollowerHealth> All
    {
        get
        {
            lock (_all)
                return [.. _all.Select(one => one.Health).OrderBy(health => health.Name, StringComparer.Ordinal)];
        }
    }

    /// <exception cref="InvalidOperationException">Another follower has this checkpoint.</exception>
    public FollowerHealth Add(string name, ICheckpointStore store, TimeProvider clock)
    {
        var health = new FollowerHealth(name, clock);
        lock (_all)
        {
            if (_all.Exists(other => other.Store == store && string.Equals(other.Health.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new InvalidOperationException(
                    $"Two followers share the checkpoint '{name}', so each would skip the events that the other commits. Name one of them: AddFollower<THandler>(options => options.Name = \"…\").");
            }
            _all.Add((store, health));
        }
        return health;
    }
}
