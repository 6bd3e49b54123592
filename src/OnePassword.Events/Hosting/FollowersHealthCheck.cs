using Microsoft.Extensions.Diagnostics.HealthChecks;
using OnePassword.Events.Diagnostics;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Hosting;

/// <summary>Reports which followers of the application fail. Sends no request.</summary>
internal sealed class FollowersHealthCheck(FollowerRegistry followers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var all = followers.Statuses;
        var data = all.GroupBy(status => status.Name, StringComparer.Ordinal).SelectMany(Numbered)
            .ToDictionary(one => one.Name, one => one.State, StringComparer.Ordinal);
        var failing = all.Where(status => status.Failure is not null).ToList();
        if (failing.Count == 0)
            return Task.FromResult(HealthCheckResult.Healthy($"All {all.Count} followers work.", data));
        var description = string.Join("; ", failing.Select(Description));
        return Task.FromResult(failing.Exists(status => status.HasEnded)
            ? new HealthCheckResult(context.Registration.FailureStatus, description, failing[0].Failure, data)
            : HealthCheckResult.Degraded(description, failing[0].Failure, data));
    }

    // Followers with different stores may have the same name.
    private static IEnumerable<(string Name, object State)> Numbered(IGrouping<string, FollowerStatus> sameName) =>
        from entry in sameName.Index()
        let name = entry.Index == 0 ? sameName.Key : FormattableString.Invariant($"{sameName.Key} ({entry.Index + 1})")
        select (name, (object)(entry.Item.Failure is null ? "works" : Message(entry.Item)));

    private static string Description(FollowerStatus status) =>
        $"'{status.Name}'{AccountOf(status)} {(status.HasEnded ? "stopped" : "fails")}: {Message(status)}";

    private static string AccountOf(FollowerStatus status) =>
        status.AccountName.Length == 0 || status.Name.StartsWith($"{status.AccountName}-", StringComparison.Ordinal)
            ? ""
            : SafeText.Line($" of {status.AccountName}");

    private static string Message(FollowerStatus status)
    {
        var message = SafeText.Line(FollowFailureText.Problem(status.Failure!));
        return status.FailedDeliveries > 1
            ? FormattableString.Invariant($"{message} (the handler failed {status.FailedDeliveries} times on one page)")
            : message;
    }
}
