using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Telemetry;

namespace OnePassword.Events.Pipeline;

/// <summary>
/// The handlers and strategies of a call. The strategies are those of Microsoft.Extensions.Http.Resilience, in the order of its
/// standard handler with one difference: the rate limiter is inside the retry, so that every attempt counts.
/// </summary>
/// <remarks>
/// The retry runs around the generated client, so that a response that cannot be parsed is retried as well.
/// <see cref="RetryDecision"/> keeps the total time, which excludes waiting for the quota, and reads <c>Retry-After</c>: the
/// package uses the system clock for it and accepts a wait of any length.
/// </remarks>
internal static class ResilienceChain
{
    /// <summary>The value of <c>pipeline.name</c> in the package's metrics for a call with all its attempts.</summary>
    public const string CallPipeline = "OnePassword.Events";

    /// <summary>The value of <c>pipeline.name</c> in the package's metrics for one attempt.</summary>
    public const string AttemptPipeline = "OnePassword.Events-attempt";

    // Without a logger: the library logs the same events itself, with the feed.
    private static readonly TelemetryOptions MetricsOnly = new() { MeteringEnrichers = { new AccountEnricher() } };

    /// <summary>
    /// Creates the handlers of one attempt, the outermost first. Disposing the result disposes <paramref name="transport"/>.
    /// </summary>
    public static HttpMessageHandler Create(
        HttpMessageInvoker transport, Uri host, EventsClientOptions options, RetryDecision retries) =>
        new AccountHandler(host, options.Resilience, options.TimeProvider)
        {
            InnerHandler = new ResilienceHandler(request => FeedCall.Of(request).Breaker!.Attempt)
            {
                InnerHandler = new AttemptHandler(
                    transport, UserAgent.For(options.Application), retries, options.Resilience.MaxResponseBytes),
            },
        };

    /// <summary>Creates the strategy around all attempts of a call.</summary>
    public static ResiliencePipeline<HttpResponseMessage> Call(Uri host, EventsClientOptions options, RetryDecision retries)
    {
        var builder = Builder(CallPipeline, host, options.TimeProvider);
        if (options.Resilience.Retry.MaxRetryAttempts == 0)
            return builder.Build(); // The strategy accepts at least one retry.
        return builder.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = options.Resilience.Retry.MaxRetryAttempts,
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is { } failure && retries.ShouldRetry(FeedCall.Of(args.Context), failure)),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(FeedCall.Of(args.Context).NextDelay),
            OnRetry = args =>
            {
                FeedCall.Of(args.Context).ReportRetry(args.Outcome.Exception!);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    /// <summary>
    /// Creates the strategies around one attempt. All clients that read the same feed of an account at a host share them.
    /// </summary>
    public static ResiliencePipeline<HttpResponseMessage> Attempt(
        Uri host, BreakerSettings breaker, TimeProvider clock, Action<TimeSpan> onOpened)
    {
        var state = new CircuitBreakerStateProvider();
        return Builder(AttemptPipeline, host, clock)
            .AddRateLimiter(new HttpRateLimiterStrategyOptions
            {
                RateLimiter = args => FeedCall.Of(args.Context).AcquirePermitAsync(args.Context.CancellationToken),
            })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = breaker.FailureRatio,
                MinimumThroughput = breaker.MinimumThroughput,
                SamplingDuration = breaker.SamplingDuration,
                BreakDuration = breaker.BreakDuration,
                StateProvider = state,
                ShouldHandle = args => ValueTask.FromResult(CountsAsFailure(state.CircuitState, args.Outcome)),
                OnOpened = args =>
                {
                    onOpened(args.BreakDuration);
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(new HttpTimeoutStrategyOptions
            {
                TimeoutGenerator = args => ValueTask.FromResult(FeedCall.Of(args.Context).AttemptTimeout),
            })
            .Build();
    }

    private static ResiliencePipelineBuilder<HttpResponseMessage> Builder(string name, Uri host, TimeProvider clock) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { Name = name, InstanceName = host.Authority, TimeProvider = clock }
            .ConfigureTelemetry(MetricsOnly);

    // A 429 concerns the account, not the feed. An attempt that the caller canceled must not close a half-open breaker.
    private static bool CountsAsFailure(CircuitState state, Outcome<HttpResponseMessage> outcome) => outcome.Exception switch
    {
        OperationCanceledException { InnerException: not TimeoutException } => state == CircuitState.HalfOpen,
        { } failure => RetryDecision.IsTransient(failure),
        null when outcome.Result!.StatusCode is not HttpStatusCode.TooManyRequests and var status =>
            RetryDecision.IsTransient(status),
        null => false,
    };
}
