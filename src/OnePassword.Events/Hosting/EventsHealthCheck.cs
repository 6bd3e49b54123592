using Microsoft.Extensions.Diagnostics.HealthChecks;
using OnePassword.Events.Diagnostics;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Hosting;

/// <summary>Reports healthy if the server accepts the token for at least one feed. Each check sends one request.</summary>
internal sealed class EventsHealthCheck(EventsClient client) : IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, object>? _data = client.AccountName is { Length: > 0 } account
        ? new(StringComparer.Ordinal) { [Instruments.AccountTag] = account }
        : null;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var waitsForQuota = false;
        try
        {
            using var timer = new CancellationTokenSource(Timeout, client.Clock);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var elapsed = timer.Token.Register(() =>
            {
                waitsForQuota = client.QuotaWait is not null; // Known only before the request is canceled.
                timeout.Cancel();
            });
            var token = await client.IntrospectAsync(timeout.Token).ConfigureAwait(false);
            return token.Features switch
            {
                null => HealthCheckResult.Healthy("The server accepts the token and does not list its feeds.", _data),
                { Count: 0 } => Failed(context, "The token cannot read any feed."),
                _ => HealthCheckResult.Healthy(
                    SafeText.Line($"The token can read {string.Join(", ", token.Features)}."), _data),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A request that waits for the quota says nothing about the server, and the application still reads events.
            return waitsForQuota
                ? HealthCheckResult.Degraded(
                    $"The request still waits for the account's quota after {Timeout.TotalSeconds:0} s.", data: _data)
                : Failed(context, $"The server did not respond successfully within {Timeout.TotalSeconds:0} s. "
                    + "The log shows the failed attempts.");
        }
        catch (EventsException e)
        {
            return Failed(context, e.Message, e);
        }
    }

    private HealthCheckResult Failed(HealthCheckContext context, string message, Exception? error = null) =>
        new(context.Registration.FailureStatus, message, error, _data);
}
