using Microsoft.Extensions.Diagnostics.HealthChecks;
using OnePassword.Events;
using OnePassword.Events.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers health checks of <see cref="EventsClient"/>.</summary>
public static class EventsHealthCheckExtensions
{
    /// <summary>Adds a health check that queries the feeds of the token. Each check sends one request.</summary>
    /// <param name="builder">The builder of the application's health checks.</param>
    /// <param name="name">The name of the account in <c>AddOnePasswordEvents</c>; null for the account without a name.</param>
    /// <param name="failureStatus">The status to report if the check fails; null for unhealthy.</param>
    /// <param name="tags">The tags of the health check, which filters can use; null for none.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddOnePasswordEvents(
        this IHealthChecksBuilder builder,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            string.IsNullOrEmpty(name) ? "onepassword_events" : $"onepassword_events_{name}",
            services => new EventsHealthCheck(string.IsNullOrEmpty(name)
                ? services.GetRequiredService<EventsClient>()
                : services.GetRequiredKeyedService<EventsClient>(name)),
            failureStatus,
            tags));
    }
}
