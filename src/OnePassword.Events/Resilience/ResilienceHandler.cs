using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using Polly;
using Polly.Timeout;

namespace OnePassword.Events.Resilience;

/// <summary>
/// Sends a request until it is answered or it is clear that it will not be. Every attempt reads the token anew, takes a
/// permit of the account's quota, is a request of its own to the inner transport, and ends with the whole body read.
/// </summary>
internal sealed class ResilienceHandler : HttpMessageHandler
{
    private readonly HttpMessageInvoker _transport;
    private readonly EventsTokenProvider _tokens;
    private readonly EventsResilienceOptions _options;
    private readonly TimeProvider _clock;
    private readonly string _userAgent;
    private readonly EventsTelemetry _telemetry;
    private readonly AccountLease _account;
    private readonly BreakerSettings _breaker;
    private readonly RetryDecision _decision;
    private readonly ResiliencePipeline<HttpResponseMessage> _retry;
    private readonly ResiliencePipeline<HttpResponseMessage> _attemptTimeout;

    public ResilienceHandler(HttpMessageInvoker transport, EventsTokenProvider tokens, EventsRegion region, EventsClientOptions options, EventsTelemetry telemetry)
    {
        (_transport, _tokens, _options, _clock) = (transport, tokens, options.Resilience, options.TimeProvider);
        (_telemetry, _userAgent) = (telemetry, UserAgent.For(options.Application));
        _account = new AccountLease(region.BaseAddress, _options.RateLimiter, _clock);
        _breaker = new BreakerSettings(_options.CircuitBreaker);
        _decision = new RetryDecision(_options, _clock, options.Random);
        _retry = Pipelines.Retry(_options, _clock, _decision, _telemetry.Retrying);
        _attemptTimeout = Pipelines.AttemptTimeout(_options, _clock);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var state = new CallState(request.RequestUri!.Segments[^1], _clock, _options.TotalRequestTimeout);
        CallScope.Tell(state);
        var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var context = Pipelines.Context(state, cancellationToken);
        try
        {
            return await _retry.ExecuteAsync(
                static (context, call) => call.Handler.AttemptAsync(call.Request, call.Body, context), context, new Call(this, request, body, Permit: null)).ConfigureAwait(false);
        }
        catch (TokenReadException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
        catch (Exception e) when (Reason(e) is { } reason && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new SendException(reason, Sentence(reason, e, request.RequestUri!), e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _account.Dispose();
            _transport.Dispose();
        }
        base.Dispose(disposing);
    }

    private async ValueTask<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, byte[]? body, ResilienceContext context)
    {
        var state = Pipelines.State(context);
        state.Token = await ReadTokenAsync(state, context.CancellationToken).ConfigureAwait(false);
        _telemetry.TokenSeen(state.Token, _clock);
        state.Account = _account.For(state.Token);
        state.Breaker = state.Account.Breaker(state.Feed, _breaker);

        state.Breaker.ThrowIfOpen(); // Before a turn is waited for that would come to nothing.
        using var permit = await TakeTurnAsync(state, context.CancellationToken).ConfigureAwait(false);
        var answer = await state.Breaker.ExecuteAsync(
            static (context, call) => call.Handler.SendInTimeAsync(call, context), context, new Call(this, request, body, permit)).ConfigureAwait(false);
        _decision.Heed(state, answer);
        return answer;
    }

    private async ValueTask<EventsToken> ReadTokenAsync(CallState state, CancellationToken cancellationToken)
    {
        try
        {
            var left = state.Left > TimeSpan.Zero ? state.Left : TimeSpan.Zero;
            return await _tokens.ReadAsync(cancellationToken).AsTask().WaitAsync(left, _clock, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The token provider gave no token.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TokenReadException(e);
        }
    }

    private async ValueTask<QuotaPermit> TakeTurnAsync(CallState state, CancellationToken cancellationToken)
    {
        var quota = state.Account!.Quota;
        if (quota.Paused is var pause && pause > TimeSpan.Zero && pause > state.Left)
            throw new PausedException(pause);
        var turn = quota.AcquireAsync(cancellationToken);
        if (turn.IsCompletedSuccessfully)
            return turn.Result;

        var started = _clock.GetTimestamp();
        _telemetry.QuotaWaitStarts(state.Feed, quota.UntilNext);
        try
        {
            return await turn.ConfigureAwait(false);
        }
        finally
        {
            var waited = _clock.GetElapsedTime(started);
            state.WaitedForQuota(waited);
            _telemetry.QuotaWaitEnds(state.Feed, waited);
        }
    }

    private ValueTask<HttpResponseMessage> SendInTimeAsync(Call call, ResilienceContext context)
    {
        call.Permit!.Sent();
        Pipelines.State(context).Attempts++;
        return _attemptTimeout.ExecuteAsync(
            static (context, call) => call.Handler.SendOnceAsync(call.Request, call.Body, Pipelines.State(context).Token!, context.CancellationToken), context, call);
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, byte[]? body, EventsToken token, CancellationToken cancellationToken)
    {
        using var attempt = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var header in request.Headers.NonValidated)
            attempt.Headers.TryAddWithoutValidation(header.Key, header.Value);
        attempt.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        attempt.Headers.UserAgent.ParseAdd(_userAgent);
        if (body is not null)
            attempt.Content = new ByteArrayContent(body) { Headers = { ContentType = request.Content!.Headers.ContentType } };

        var answer = await _transport.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        try
        {
            if (answer.RequestMessage?.RequestUri is { } answered && answered != request.RequestUri)
                throw UnusableBodyException.Redirected();
            await BoundedBody.ReadAsync(answer, _options.MaxResponseBytes, cancellationToken).ConfigureAwait(false);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    /// <summary>What an attempt without an answer failed of; null for what is not for this handler to name.</summary>
    public static EventsFailure? Reason(Exception e) => e switch
    {
        TimeoutRejectedException => EventsFailure.TimedOut,
        // A time-out of the caller's own HttpClient; a cancellation by the caller has no such cause.
        OperationCanceledException { InnerException: TimeoutException } => EventsFailure.TimedOut,
        CircuitOpenException => EventsFailure.CircuitOpen,
        PausedException => EventsFailure.RateLimited,
        UnusableBodyException unusable => unusable.Reason,
        HttpRequestException { InnerException: AuthenticationException } or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => EventsFailure.Insecure,
        HttpRequestException or IOException => EventsFailure.Unreachable,
        OperationCanceledException => EventsFailure.Unreachable, // Cancelled by something below, not by the caller.
        _ => null,
    };

    private static string Sentence(EventsFailure reason, Exception e, Uri address) => reason switch
    {
        EventsFailure.TimedOut => $"no answer in time from {address.Authority}; try again later, or raise AttemptTimeout and TotalRequestTimeout.",
        EventsFailure.CircuitOpen => string.Create(
            CultureInfo.InvariantCulture, $"not tried, because {address.Authority} has kept failing; try again in {Math.Ceiling(((CircuitOpenException)e).Rest.TotalSeconds):0} s."),
        EventsFailure.Insecure => $"no secure connection to {address.Authority}: {(e.InnerException ?? e).Message} Check the clock, the proxy and the trusted certificates.",
        EventsFailure.Unreachable => $"no connection to {address.Authority}, or it broke off: {e.Message}",
        _ => e.Message,
    };

    /// <summary>What an attempt needs, so that the lambdas can be static.</summary>
    private readonly record struct Call(ResilienceHandler Handler, HttpRequestMessage Request, byte[]? Body, QuotaPermit? Permit);
}
