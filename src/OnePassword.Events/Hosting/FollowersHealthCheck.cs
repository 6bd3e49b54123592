using Microsoft.Extensions.Diagnostics.HealthChecks;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Hosting;

/// <summary>Tells which followers of the application fail.</summary>
internal sealed class FollowersHealthCheck(FollowerHealthRegistry followers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failing = followers.All.Where(health => health.Failure is not null).ToList();
        var data = followers.All.GroupBy(health => health.Name, StringComparer.Ordinal).SelectMany(Named)
            .ToDictionary(one => one.Name, one => (object)(one.Health.Failure is { } failure ? SafeText.Line(failure.Failure!.Message) : "follows"), StringComparer.Ordinal);
        if (failing.Count == 0)
            return Task.FromResult(HealthCheckResult.Healthy($"{followers.All.Count} followers follow.", data));
        var said = string.Join(' ', failing.Select(health => $"'{health.Name}' {(health.HasEnded ? "ended" : "fails")}: {SafeText.Line(health.Failure!.Failure!.Message)}"));
        return Task.FromResult(failing.Exists(health => health.HasEnded)
            ? new HealthCheckResult(context.Registration.FailureStatus, said, failing[0].Failure!.Failure, data)
            : HealthCheckResult.Degraded(said, failing[0].Failure!.Failure, data));
    }

    // With stores of their own, followers may have the same name.
    private static IEnumerable<(string Name, FollowerHealth Health)> Named(IGrouping<string, FollowerHealth> same) =>
        same.Select((health, index) => (index == 0 ? health.Name : FormattableString.Invariant($"{health.Name} ({index + 1})"), health));
}
