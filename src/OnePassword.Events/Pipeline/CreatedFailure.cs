using System.Net;
using OnePassword.Events.Diagnostics;
using OnePassword.Events.Identity;

namespace OnePassword.Events.Pipeline;

/// <summary>Creates the exception of a failure that did not happen, for the unit tests of programs.</summary>
internal static class CreatedFailure
{
    private const string Message = "a unit test created this failure.";

    public static EventsException Of(EventsFailure reason, string feed, TimeSpan? retryAfter)
    {
        var call = Call(feed);
        return reason switch
        {
            EventsFailure.BadRequest or EventsFailure.CursorRejected => Api(HttpStatusCode.BadRequest),
            EventsFailure.TokenRejected or EventsFailure.FeatureMissing => Api(HttpStatusCode.Unauthorized),
            EventsFailure.RateLimited => new EventsRateLimitException(call, serverMessage: null, retryAfter),
            EventsFailure.ServerFailed => Api(HttpStatusCode.InternalServerError),
            EventsFailure.UnexpectedStatus => Api(HttpStatusCode.NotFound),
            EventsFailure.Redirected => Api(HttpStatusCode.Redirect),
            EventsFailure.NoProgress => new EventsNoProgressException(call),
            EventsFailure.EmptyResponse or EventsFailure.NotJson or EventsFailure.MalformedJson
                or EventsFailure.UnexpectedResponse or EventsFailure.TooLarge =>
                new EventsResponseException(call, reason, Message),
            EventsFailure.Unreachable or EventsFailure.TlsFailure or EventsFailure.TimedOut or EventsFailure.CircuitOpen
                or EventsFailure.ProxyRejected =>
                new EventsConnectionException(call, reason, Message, remedy: null, innerException: null),
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "The reason is not one of EventsFailure."),
        };

        EventsApiException Api(HttpStatusCode status) =>
            new(call, reason, status, serverMessage: null, Message, remedy: null, retryAfter);
    }

    private static FeedCall Call(string feed)
    {
        var options = new EventsClientOptions();
        var identity = new FeedIdentity(feed, "v2", EventsRegion.UnitedStates, "token");
        var telemetry = new FeedTelemetry(new ClientTelemetry(identity.Region, options), feed);
        return new FeedCall(identity, isContinuation: false, options.Resilience, telemetry);
    }
}
