using System.Runtime.CompilerServices;

namespace OnePassword.Events.Following;

/// <summary>
/// The exclusive right of one enumeration to move a checkpoint. Two concurrent enumerations would each skip the events that the
/// other commits, and a page of an earlier enumeration that is committed late would move the checkpoint back.
/// </summary>
internal sealed class FollowClaim : IDisposable
{
    private static readonly ConditionalWeakTable<ICheckpointStore, Dictionary<string, FollowClaim>> Stores = [];

    private readonly Dictionary<string, FollowClaim> _latest;
    private readonly string _name;
    private bool _ended;

    private FollowClaim(Dictionary<string, FollowClaim> latest, string name) => (_latest, _name) = (latest, name);

    /// <exception cref="CheckpointException">An enumeration under this name is running.</exception>
    public static FollowClaim Acquire(ICheckpointStore store, string name)
    {
        var latest = Stores.GetValue(store, _ => new Dictionary<string, FollowClaim>(StringComparer.OrdinalIgnoreCase));
        lock (latest)
        {
            if (latest.TryGetValue(name, out var other) && !other._ended)
            {
                throw new CheckpointException(
                    CheckpointFailure.InUse,
                    $"Another follower already uses the name '{name}' in this store. "
                    + "Each would skip events that the other commits.",
                    "Set another FollowOptions.Name.");
            }
            return latest[name] = new FollowClaim(latest, name);
        }
    }

    /// <exception cref="InvalidOperationException">Another enumeration under this name has started since.</exception>
    public void ThrowIfReplaced()
    {
        lock (_latest)
        {
            if (_latest[_name] != this)
            {
                throw new InvalidOperationException(
                    $"'{_name}' was followed again after this page was read, so committing it could move the checkpoint back. "
                    + "Commit the pages of the latest enumeration only.");
            }
        }
    }

    /// <summary>Ends the enumeration. Its last page can still be committed until the name is followed again.</summary>
    public void Dispose()
    {
        lock (_latest)
            _ended = true;
    }
}
