namespace OnePassword.Events;

/// <summary>What to do when the server refuses a stored cursor: 400.</summary>
public enum RefusedCursorPolicy
{
    /// <summary>Fail with <see cref="EventsFailure.CursorRefused"/>, and leave it to a person.</summary>
    Fail,

    /// <summary>
    /// Start again at the time of the last event less <see cref="FollowOptions.Overlap"/>, and drop by uuid what was there already.
    /// Events that arrive later and are older than that are missed.
    /// </summary>
    RestartFrom,
}
