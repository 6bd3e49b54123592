namespace OnePassword.Events.Hosting;

/// <summary>The monitors of all followers of an application. Each follower has its own checkpoint.</summary>
internal sealed class FollowerRegistry
{
    private readonly List<(ICheckpointStore Store, FollowerMonitor Monitor)> _all = [];

    public IReadOnlyList<FollowerStatus> Statuses
    {
        get
        {
            lock (_all)
                return [.. _all.Select(one => one.Monitor.Status).OrderBy(status => status.Name, StringComparer.Ordinal)];
        }
    }

    /// <exception cref="InvalidOperationException">Another follower uses this checkpoint.</exception>
    public FollowerMonitor Add(string name, string feed, ICheckpointStore store, EventsClient client)
    {
        lock (_all)
        {
            if (_all.Exists(other => other.Store == store
                && name.Equals(other.Monitor.Status.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new InvalidOperationException(
                    $"Two followers share the checkpoint '{name}', so each would skip the events that the other commits. "
                    + "Name one of them: AddFollower<THandler>(options => options.Name = \"…\").");
            }
            var monitor = new FollowerMonitor(name, feed, client.Clock) { AccountName = client.AccountName };
            _all.Add((store, monitor));
            return monitor;
        }
    }
}
