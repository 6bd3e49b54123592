using Microsoft.Extensions.Diagnostics.HealthChecks;
using OnePassword.Events;
using OnePassword.Events.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a health check of a registered <see cref="EventsClient"/>.</summary>
public static class EventsHealthCheckExtensions
{
    /// <summary>Adds a check that asks the server what the token may read. Each run costs one request of the quota.</summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The client's name, as it was given to <c>AddOnePasswordEvents</c>; null for the one without.</param>
    /// <param name="failureStatus">What a failure counts as; null for unhealthy.</param>
    /// <param name="tags">Tags, for choosing checks.</param>
    public static IHealthChecksBuilder AddOnePasswordEvents(
        this IHealthChecksBuilder builder, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
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
