using Microsoft.Extensions.Http.Resilience;
using OnePassword.Events.Pipeline;
using Polly;
using Polly.Testing;

namespace OnePassword.Events.Tests.Pipeline;

/// <summary>Microsoft.Extensions.Http.Resilience runs the requests, in the order of its standard handler.</summary>
public sealed class ResilienceChainTests
{
    private static readonly Uri Host = EventsRegion.Europe.BaseAddress;

    [Test]
    public void An_attempt_passes_the_handlers_for_account_strategies_and_sending()
    {
        using var transport = new HttpMessageInvoker(new StubServer());
        var options = new EventsClientOptions { Region = EventsRegion.Europe };
        using var chain = ResilienceChain.Create(
            transport, Host, options, new RetryDecision(options.Resilience, TimeProvider.System, () => 0));

        Assert.That(
            Handlers(chain).Select(handler => handler.GetType()),
            Is.EqualTo(new[] { typeof(AccountHandler), typeof(ResilienceHandler), typeof(AttemptHandler) }));
    }

    [Test]
    public void The_strategy_around_all_attempts_is_the_retry_of_the_package() =>
        Assert.That(
            ResilienceChain.Call(Host, new EventsClientOptions(), new RetryDecision(new(), TimeProvider.System, () => 0)).GetPipelineDescriptor().Strategies.Select(strategy => strategy.Options?.GetType()),
            Is.EqualTo(new[] { typeof(HttpRetryStrategyOptions) }));

    [Test]
    public void The_strategies_around_one_attempt_are_rate_limiter_then_circuit_breaker_then_timeout_of_the_package() =>
        Assert.That(
            new FeedBreaker(Host, new BreakerSettings(new()), TimeProvider.System).Attempt.GetPipelineDescriptor().Strategies.Select(strategy => strategy.Options?.GetType()),
            Is.EqualTo(
                new[] { typeof(HttpRateLimiterStrategyOptions), typeof(HttpCircuitBreakerStrategyOptions), typeof(
                    HttpTimeoutStrategyOptions) }));

    [Test]
    public void Options_have_the_same_names_as_in_the_standard_handler()
    {
        var ours = typeof(EventsResilienceOptions).GetProperties().Select(property => property.Name);
        Assert.That(
            ours.Where(name => name != nameof(EventsResilienceOptions.MaxResponseBytes)),
            Is.EquivalentTo(Names(typeof(HttpStandardResilienceOptions))));
        Assert.That(Names(typeof(EventsRetryOptions)), Is.SubsetOf(Names(typeof(HttpRetryStrategyOptions))));
        Assert.That(Names(typeof(EventsCircuitBreakerOptions)), Is.SubsetOf(Names(typeof(HttpCircuitBreakerStrategyOptions))));
    }

    [Test]
    public void A_request_without_the_context_of_a_call_fails()
    {
        using var request = new HttpRequestMessage();
        Assert.That(() => FeedCall.Of(request), Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_handler_of_the_application_does_not_receive_the_resilience_context_of_the_client()
    {
        using var handler = new ContextHandler { InnerHandler = new StubServer().Responds("""{"cursor":"c","has_more":false,"items":[]}""") };
        using var client = new EventsClient(
            handler, StubServer.Token, new EventsClientOptions { Region = EventsRegion.Europe, TimeProvider = new IsolatedClock() });
        await client.AuditEvents.ReadAsync().ToListAsync();
        Assert.That(handler.Contexts, Is.EqualTo(new object?[] { null }));
    }

    private static IEnumerable<string> Names(Type options) => options.GetProperties().Select(property => property.Name);

    private static IEnumerable<HttpMessageHandler> Handlers(HttpMessageHandler? handler)
    {
        for (; handler is not null; handler = (handler as DelegatingHandler)?.InnerHandler)
            yield return handler;
    }

    private sealed class ContextHandler : DelegatingHandler
    {
        public List<ResilienceContext?> Contexts { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Contexts.Add(request.GetResilienceContext());
            return base.SendAsync(request, cancellationToken);
        }
    }
}
