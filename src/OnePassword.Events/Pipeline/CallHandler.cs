using Polly;

namespace OnePassword.Events.Pipeline;

/// <summary>
/// Starts a call, or continues one whose response turned out to be damaged: gives the request its <see cref="CallState"/>, which all
/// handlers and strategies below share.
/// </summary>
internal sealed class CallHandler(EventsResilienceOptions options, EventsTelemetry telemetry, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = CallScope.Current?.State ?? new CallState(request.RequestUri!.Segments[^1], options, telemetry, clock)
        {
            Body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false),
        };
        CallScope.Tell(call);
        var context = ResilienceContextPool.Shared.Get(operationKey: call.Feed, continueOnCapturedContext: false, cancellationToken);
        try
        {
            call.AttachTo(context, request);
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
