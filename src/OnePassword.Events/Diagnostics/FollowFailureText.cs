using System.Globalization;

namespace OnePassword.Events.Diagnostics;

/// <summary>
/// The failure of a follower in the words of the operator of the application, who cannot change its code: what happened, and what
/// to do before the application is restarted.
/// </summary>
internal static class FollowFailureText
{
    /// <param name="failure">An exception of the library or of the page handler.</param>
    /// <param name="delivery">How often the page has been delivered, if the handler failed; otherwise 0.</param>
    public static (string Reason, string Remedy) Of(Exception failure, int delivery) => failure switch
    {
        _ when delivery > 0 => (
            string.Create(
                CultureInfo.InvariantCulture, $"the handler failed on delivery {delivery} of one page: {Problem(failure)}"),
            "Correct the cause, such as the destination of the events."),
        EventsException { Reason: EventsFailure.CursorRejected } => (
            "the server rejected the cursor of its checkpoint",
            "Remove this checkpoint to read all events again. "
                + "To continue shortly before the last event instead, the application must set OnCursorRejected to Restart."),
        EventsException { Reason: EventsFailure.TooLarge } => (
            "a response was larger than MaxResponseBytes, and a cursor keeps its page size",
            "Raise Resilience:MaxResponseBytes in the configuration."),
        EventsException { Reason: EventsFailure.BadRequest } => (
            "the server rejected the start or the page size of the follower",
            "The application must set another Start."),
        CheckpointException checkpoint => (checkpoint.Problem.TrimEnd('.'), RemedyOf(checkpoint.Reason)),
        _ => (Problem(failure), "Correct the cause."),
    };

    /// <summary>Returns the problem without feed and region, which the log message and the follower's name contain.</summary>
    public static string Problem(Exception failure) => (failure switch
    {
        EventsException { Attempts: > 1 } error =>
            string.Create(CultureInfo.InvariantCulture, $"{error.Attempts} attempts: {error.Problem}"),
        EventsException error => error.Problem,
        _ => failure.Message,
    }).TrimEnd('.');

    private static string RemedyOf(CheckpointFailure reason) => reason switch
    {
        CheckpointFailure.Corrupt => "Restore a backup of the checkpoint, or remove it to read all events again.",
        CheckpointFailure.TooNew => "Use the version of the application that wrote the checkpoint, or a later one.",
        CheckpointFailure.Mismatch => "Restore the previous configuration, or remove the checkpoint to read all events again.",
        CheckpointFailure.InUse => "Stop the other follower of this checkpoint, or wait until it has stopped.",
        CheckpointFailure.StartInFuture => "Correct the local clock, and remove the checkpoint.",
        _ => "Correct the checkpoint.",
    };
}
