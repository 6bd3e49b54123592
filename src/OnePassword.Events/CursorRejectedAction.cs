namespace OnePassword.Events;

/// <summary>What to do when the server rejects a stored cursor (400), or when the pages of a cursor are larger than the client accepts.</summary>
public enum CursorRejectedAction
{
    /// <summary>Fail with <see cref="EventsFailure.CursorRejected"/> or <see cref="EventsFailure.TooLarge"/>; the operator decides.</summary>
    Fail,

    /// <summary>
    /// Start again at the time of the last event less <see cref="FollowOptions.Overlap"/>, and drop by uuid what was there already.
    /// Events that arrive later and are older than that are missed.
    /// </summary>
    Restart,
}
