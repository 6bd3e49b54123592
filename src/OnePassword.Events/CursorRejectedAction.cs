namespace OnePassword.Events;

/// <summary>
/// The reaction of a follower if the server rejects a stored cursor (400), or if the pages of a cursor exceed the size limit.
/// </summary>
public enum CursorRejectedAction
{
    /// <summary>
    /// Fails with <see cref="EventsFailure.CursorRejected"/> or <see cref="EventsFailure.TooLarge"/>, so that the operator can
    /// decide.
    /// </summary>
    Fail,

    /// <summary>
    /// Restarts at the time of the last event minus <see cref="FollowOptions.Overlap"/> and drops events that were already
    /// delivered. Events that arrive later but are older than that time are missed.
    /// </summary>
    Restart,
}
