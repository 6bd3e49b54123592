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
        CheckpointException => (Problem(failure), "Correct the checkpoint."),
        _ => (Problem(failure), "Correct the cause."),
    };

    // The message of the exception begins with the feed and the region, like the log message.
    private static string Problem(Exception failure) => ((failure as EventsException)?.Problem ?? failure.Message).TrimEnd('.');
}
