using System.Net;
using System.Runtime.ExceptionServices;
using OnePassword.Events.Resilience;

namespace OnePassword.Events;

/// <summary>Runs the requests of one feed and gives each failure its public type, with feed, region and attempts.</summary>
internal sealed class FeedCalls(FeedIdentity identity, TimeProvider clock, EventsTelemetry telemetry, QuotaShare share)
{
    public const string Introspect = "introspect";

    public FeedIdentity Identity { get; } = identity;

    public string Feed => Identity.Feed;

    public EventsTelemetry Telemetry { get; } = telemetry;

    public QuotaShare Share { get; } = share;

    /// <summary>Runs a request; <paramref name="continues"/> says that it is one with a cursor. An answered one tells how long it waited for the quota.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, bool continues, CancellationToken cancellationToken, Action<TimeSpan>? waited = null)
    {
        var scope = CallScope.Open();
        try
        {
            var answer = await call(cancellationToken).ConfigureAwait(false);
            waited?.Invoke(scope.State?.QuotaWait ?? TimeSpan.Zero);
            return answer;
        }
        catch (WireException e)
        {
            throw Refused(e, continues, scope.State);
        }
        catch (TokenReadException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
        catch (Exception e) when (SendFailure.Reason(e) is { } reason && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw SendFailure.ToPublic(e, reason, Call(scope.State), scope.State);
        }
        catch (PageShapeException e)
        {
            throw new EventsResponseException(Call(scope.State), EventsFailure.WrongShape, $"the server's answer is no page of events: {e.Message}.");
        }
        catch (Exception e) when (e is Newtonsoft.Json.JsonException or System.Text.Json.JsonException)
        {
            throw new EventsResponseException(Call(scope.State), EventsFailure.DamagedJson, "the server's answer is damaged JSON, was cut off, or is not what the API promises.");
        }
    }

    /// <summary>Reads a page, and counts what was read.</summary>
    public async Task<TPage> ReadPageAsync<TPage>(PageRequest request, Func<PageRequest, CancellationToken, Task<TPage>> read, CancellationToken cancellationToken, Action<TimeSpan>? waited = null)
        where TPage : IPage
    {
        using var activity = Telemetry.StartPage(Feed);
        try
        {
            var page = await RunAsync(token => read(request, token), request.Cursor is not null, cancellationToken, waited).ConfigureAwait(false);
            Telemetry.PageRead(activity, Feed, page, clock);
            if (page.LacksItems && request.Cursor is not null && request.Cursor != page.Cursor)
                Telemetry.ItemsMissing(Feed);
            return page;
        }
        catch (EventsException e)
        {
            EventsTelemetry.PageFailed(activity, e);
            throw;
        }
    }

    public Exception Standstill() => new EventsStandstillException(Call(state: null));

    private EventsApiException Refused(WireException e, bool continues, CallState? state)
    {
        var call = Call(state);
        var said = ServerMessage.Find(e.Body.Span, state?.Token);
        var status = e.Response.StatusCode;
        if (status == HttpStatusCode.TooManyRequests)
            return new EventsRateLimitException(call, said, RetryAfter.Of(e.Response, clock));

        var reason = Reason(status, continues, state?.Token);
        return new EventsApiException(call, reason, status, said, Advice(reason, status));
    }

    private EventsFailure Reason(HttpStatusCode status, bool continues, EventsToken? token) => status switch
    {
        HttpStatusCode.BadRequest => continues ? EventsFailure.CursorRefused : EventsFailure.BadRequest,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Feed != Introspect && token?.Features?.Contains(Feed, StringComparer.Ordinal) == false
            ? EventsFailure.FeatureMissing
            : EventsFailure.TokenRefused,
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => EventsFailure.Redirected,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => EventsFailure.ServerFailed,
        _ => EventsFailure.UnexpectedStatus,
    };

    private string Advice(EventsFailure reason, HttpStatusCode status) => reason switch
    {
        EventsFailure.BadRequest => "the request is not one that it takes",
        EventsFailure.CursorRefused => "the cursor may be damaged, too old, or of another feed, API version or account; "
            + "start again with EventQuery.Since the time of the last event that you have, and drop by uuid what you have already",
        EventsFailure.FeatureMissing => $"the token was issued without {Feed}; issue one that has it",
        EventsFailure.TokenRefused when Feed == Introspect => "the token is wrong, expired or revoked",
        EventsFailure.TokenRefused => $"the token is wrong, expired or revoked, or was issued without {Feed}",
        EventsFailure.ServerFailed => "the fault is on the server's side; try again later",
        EventsFailure.Redirected => "redirects are not followed, because the token would go along",
        _ when status == HttpStatusCode.NotFound => "this is not the address of the Events API",
        _ => "the API documents no such answer",
    };

    private FailedCall Call(CallState? state) => new(Feed, Identity.Region, state?.Attempts ?? 1);
}
