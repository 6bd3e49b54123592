using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OnePassword.Events.Hosting;

/// <summary>Healthy if the server takes the token and lets it read a feed. Costs one request of the quota.</summary>
internal sealed class EventsHealthCheck(EventsClient client) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var token = await client.IntrospectAsync(cancellationToken).ConfigureAwait(false);
            return token.Features is { Count: 0 }
                ? Failed(context, "The token may read no feed.")
                : HealthCheckResult.Healthy($"The token may read {string.Join(", ", token.Features ?? ["what it does not say"])}.");
        }
        catch (EventsException e)
        {
            return Failed(context, e.Message, e);
        }
    }

    private static HealthCheckResult Failed(HealthCheckContext context, string message, Exception? error = null) =>
        new(context.Registration.FailureStatus, message, error);
}
