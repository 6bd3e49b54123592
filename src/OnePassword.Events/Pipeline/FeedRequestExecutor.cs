using OnePassword.Events.Diagnostics;
using OnePassword.Events.Identity;
using OnePassword.Events.Pipeline.Quota;
using Polly;

namespace OnePassword.Events.Pipeline;

/// <summary>Runs the calls of one feed: retries them, and turns remaining failures into public exceptions.</summary>
internal sealed class FeedRequestExecutor(
    FeedIdentity identity,
    EventsResilienceOptions options,
    FeedTelemetry telemetry,
    QuotaShare share,
    ResiliencePipeline<HttpResponseMessage> retries)
{
    public FeedIdentity Identity { get; } = identity;

    public string Feed => Identity.Feed;

    public FeedTelemetry Telemetry { get; } = telemetry;

    public QuotaShare Share { get; } = share;

    public TimeProvider Clock => Telemetry.Client.Clock;

    /// <param name="isContinuation">Whether the request continues from a cursor.</param>
    public FeedCall NewCall(bool isContinuation = false) => new(Identity, isContinuation, options, Telemetry);

    /// <summary>
    /// Runs a call. Each attempt sends and parses, so that a malformed response is retried like any other failure.
    /// </summary>
    /// <param name="call">Holds the outcome of the call, also if this throws.</param>
    /// <param name="attempt">Sends one request with the call as its context, and parses the response.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="EventsException">The call failed.</exception>
    public async Task<T> RunAsync<T>(
        FeedCall call, Func<FeedCall, CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(operationKey: Feed, continueOnCapturedContext: false, cancellationToken);
        call.Start(context);
        try
        {
            T? result = default;
            await retries.ExecuteAsync(
                async context =>
                {
                    call.Response = null;
                    result = await attempt(call, context.CancellationToken).ConfigureAwait(false);
                    return call.Response!;
                },
                context).ConfigureAwait(false);
            return result!;
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            if (ErrorMapper.Map(e, call) is { } failure)
                throw failure;
            throw;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The failure of a feed whose server keeps reporting more events and does not move.</summary>
    public static Exception NoProgress(FeedCall call) => new EventsNoProgressException(call);
}
