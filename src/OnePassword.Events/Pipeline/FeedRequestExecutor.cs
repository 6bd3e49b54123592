using System.Net;
using System.Runtime.ExceptionServices;
using OnePassword.Events.Identity;
using OnePassword.Events.Pipeline.Quota;
using OnePassword.Events.Reading;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Pipeline;

/// <summary>Runs the requests of one feed and gives each failure its public type, with feed, region and attempts.</summary>
internal sealed class FeedRequestExecutor(FeedIdentity identity, TimeProvider clock, EventsTelemetry telemetry, QuotaShare share, RetryDecision retries)
{
    public const string Introspect = "introspect";

    private readonly PageSizes _sizes = new();

    public FeedIdentity Identity { get; } = identity;

    public string Feed => Identity.Feed;

    public EventsTelemetry Telemetry { get; } = telemetry;

    public QuotaShare Share { get; } = share;

    /// <summary>The most events that are requested per page; less than the API's limit once a response was too large.</summary>
    public int LargestPage => _sizes.Most;

    /// <summary>Runs a request; <paramref name="continues"/> says that it is one with a cursor. An answered one tells how long it waited for the quota.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, bool continues, CancellationToken cancellationToken, Action<TimeSpan>? waited = null)
    {
        var scope = CallScope.Open();
        try
        {
            var answer = await RetryDamagedAsync(call, scope, cancellationToken).ConfigureAwait(false);
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
        catch (Exception e) when (DamagedPage.IsOne(e))
        {
            throw DamagedPage.ToPublic(e, Call(scope.State));
        }
    }

    /// <summary>Reads a page, and counts what was read.</summary>
    public async Task<TPage> ReadPageAsync<TPage>(PageRequest request, Func<PageRequest, CancellationToken, Task<TPage>> read, CancellationToken cancellationToken, Action<TimeSpan>? waited = null)
        where TPage : IPage
    {
        using var activity = Telemetry.StartPage(Feed);
        try
        {
            var page = await ReadFittingAsync(request, read, waited, cancellationToken).ConfigureAwait(false);
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

    // Parsing happens above the chain and its retries, so what it finds damaged is retried here, within the same budget.
    private async Task<T> RetryDamagedAsync<T>(Func<CancellationToken, Task<T>> call, CallScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await call(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (DamagedPage.IsOne(e) && scope.State is { } state && retries.ShouldRetry(state, answer: null, e))
            {
                Telemetry.Retrying(state, answer: null, e);
                await Task.Delay(state.NextDelay, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<TPage> ReadFittingAsync<TPage>(PageRequest request, Func<PageRequest, CancellationToken, Task<TPage>> read, Action<TimeSpan>? waited, CancellationToken cancellationToken)
    {
        while (true)
        {
            var fitting = _sizes.Fit(request);
            try
            {
                return await RunAsync(token => read(fitting, token), request.Cursor is not null, cancellationToken, waited).ConfigureAwait(false);
            }
            catch (EventsResponseException e) when (e.Reason == EventsFailure.TooLarge && _sizes.Halve(fitting) is { } size)
            {
                Telemetry.PagesShrink(Feed, size);
            }
        }
    }

    public Exception NoProgress() => new EventsNoProgressException(Call(state: null));

    private EventsApiException Refused(WireException e, bool continues, CallState? state)
    {
        var call = Call(state);
        var said = ServerMessage.Find(e.Body.Span, state?.Token);
        var status = e.Response.StatusCode;
        var wait = RetryAfter.Of(e.Response, clock);
        if (status == HttpStatusCode.TooManyRequests)
            return new EventsRateLimitException(call, said, wait);

        var reason = Reason(status, continues, state?.Token);
        return new EventsApiException(call, reason, status, said, Advice(reason, status, wait), wait);
    }

    private EventsFailure Reason(HttpStatusCode status, bool continues, EventsToken? token) => status switch
    {
        HttpStatusCode.BadRequest => continues ? EventsFailure.CursorRejected : EventsFailure.BadRequest,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Feed != Introspect && token?.Features?.Contains(Feed, StringComparer.Ordinal) == false
            ? EventsFailure.FeatureMissing
            : EventsFailure.TokenRejected,
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => EventsFailure.Redirected,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => EventsFailure.ServerFailed,
        HttpStatusCode.ProxyAuthenticationRequired => EventsFailure.ProxyRejected,
        _ => EventsFailure.UnexpectedStatus,
    };

    private string Advice(EventsFailure reason, HttpStatusCode status, TimeSpan? wait) => reason switch
    {
        EventsFailure.BadRequest => "the request is not one that it takes",
        EventsFailure.CursorRejected => "the cursor may be damaged, too old, or of another feed, API version or account; "
            + "start again with EventQuery.Since the time of the last event that you have, and drop by uuid what you have already",
        EventsFailure.FeatureMissing => $"the token was issued without {Feed}; issue one that has it",
        EventsFailure.TokenRejected when Feed == Introspect => "the token is wrong, expired or revoked",
        EventsFailure.TokenRejected => $"the token is wrong, expired or revoked, or was issued without {Feed}",
        EventsFailure.ServerFailed => $"the fault is on the server's side; {EventsRateLimitException.TryAgain(wait)}",
        EventsFailure.ProxyRejected => "the proxy requires credentials; configure them for the proxy",
        EventsFailure.Redirected => "redirects are not followed, because the token would go along",
        _ when status == HttpStatusCode.NotFound => "this is not the address of the Events API",
        _ => "the API documents no such answer",
    };

    private FailedCall Call(CallState? state) => new(Feed, Identity.Region, Telemetry.Place, state?.Attempts ?? 1, state?.Token);
}
