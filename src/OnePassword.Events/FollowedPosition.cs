using OnePassword.Events.Checkpoints;
using OnePassword.Events.Following;

namespace OnePassword.Events;

/// <summary>The committed position of a follower after a response. <see cref="FollowOptions.OnCommitted"/> receives it.</summary>
public sealed class FollowedPosition
{
    private readonly CommittedPosition _committed;

    internal FollowedPosition(string name, bool hasMore, CommittedPosition committed) =>
        (Name, HasMore, _committed) = (name, hasMore, committed);

    /// <summary>Gets the name of the follower.</summary>
    public string Name { get; }

    /// <summary>Gets a value indicating whether the server has more events now.</summary>
    public bool HasMore { get; }

    /// <summary>Gets the stored checkpoint.</summary>
    public Checkpoint Checkpoint => _committed.Checkpoint;

    /// <summary>Stores another state with the committed position.</summary>
    /// <param name="state">The state, as in <see cref="FollowedPage{TEvent}.CommitAsync(string?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ArgumentException"><paramref name="state"/> contains an unpaired surrogate, which cannot be stored
    /// unchanged.</exception>
    /// <exception cref="InvalidOperationException">The feed was followed again since this position was committed.</exception>
    public ValueTask SaveStateAsync(string state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        CheckpointText.Checked(state, nameof(state));
        return _committed.SaveStateAsync(state, cancellationToken);
    }
}
