using System.Net;
using OnePassword.Events.Identity;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Pipeline;

/// <summary>The part of <see cref="ErrorMapper"/> for responses whose status is not 200.</summary>
internal static class StatusErrors
{
    public static EventsApiException Map(WireException error, FeedCall call)
    {
        var message = ServerMessage.Find(error.Body.Span, call.Token?.Redaction);
        var status = error.Response.StatusCode;
        var wait = RetryAfter.Of(error.Response, call.Telemetry.Client.Clock);
        if (status == HttpStatusCode.TooManyRequests)
            return new EventsRateLimitException(call, message, wait);

        var reason = Reason(status, call);
        return new EventsApiException(call, reason, status, message, Advice(reason, status, call.Identity.Feed, wait), wait);
    }

    private static EventsFailure Reason(HttpStatusCode status, FeedCall call) => status switch
    {
        HttpStatusCode.BadRequest => call.IsContinuation ? EventsFailure.CursorRejected : EventsFailure.BadRequest,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => LacksFeature(call) ? EventsFailure.FeatureMissing : EventsFailure.TokenRejected,
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => EventsFailure.Redirected,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => EventsFailure.ServerFailed,
        HttpStatusCode.ProxyAuthenticationRequired => EventsFailure.ProxyRejected,
        _ => EventsFailure.UnexpectedStatus,
    };

    private static bool LacksFeature(FeedCall call) =>
        !call.Identity.IsIntrospection && call.Token?.Features?.Contains(call.Identity.Feed, StringComparer.Ordinal) == false;

    private static string Advice(EventsFailure reason, HttpStatusCode status, string feed, TimeSpan? wait) => reason switch
    {
        EventsFailure.BadRequest => "the request is not one that it takes",
        EventsFailure.CursorRejected => "the cursor may be damaged, too old, or of another feed, API version or account; "
            + "start again with EventQuery.Since the time of the last event that you have, and drop by uuid what you have already",
        EventsFailure.FeatureMissing => $"the token was issued without {feed}; issue one that has it",
        EventsFailure.TokenRejected when feed == FeedIdentity.Introspect => "the token is wrong, expired or revoked",
        EventsFailure.TokenRejected => $"the token is wrong, expired or revoked, or was issued without {feed}",
        EventsFailure.ServerFailed => $"the fault is on the server's side; {EventsRateLimitException.TryAgain(wait)}",
        EventsFailure.ProxyRejected => "the proxy requires credentials; configure them for the proxy",
        EventsFailure.Redirected => "redirects are not followed, because the token would go along",
        _ when status == HttpStatusCode.NotFound => "this is not the address of the Events API",
        _ => "the API documents no such answer",
    };
}
