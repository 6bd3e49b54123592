using Microsoft.Extensions.Diagnostics.HealthChecks;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Hosting;

/// <summary>Healthy if the server takes the token and lets it read a feed. Costs one request of the quota.</summary>
internal sealed class EventsHealthCheck(EventsClient client) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            var token = await client.IntrospectAsync(patience.Token).ConfigureAwait(false);
            return token.Features is { Count: 0 }
                ? Failed(context, "The token may read no feed.")
                : HealthCheckResult.Healthy(SafeText.Line($"The token may read {string.Join(", ", token.Features ?? ["what it does not say"])}."));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded($"No answer within {Patience.TotalSeconds:0} s; the request may be waiting for the account's quota.");
        }
        catch (EventsException e)
        {
            return Failed(context, e.Message, e);
        }
    }

    private static HealthCheckResult Failed(HealthCheckContext context, string message, Exception? error = null) =>
        new(context.Registration.FailureStatus, message, error);
}
