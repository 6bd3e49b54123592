using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using OnePassword.Events.Cli.Follow.Status;

namespace OnePassword.Events.Fleet.Nodes;

/// <summary>Health, readiness and metrics of a node.</summary>
/// <param name="node">The node.</param>
/// <param name="nodes">Returns the number of active nodes.</param>
/// <param name="isReady">Returns whether the node is active and reaches the database.</param>
internal sealed class FleetPages(FleetNode node, Func<int> nodes, Func<bool> isReady) : IStatusPages
{
    private static readonly double[] Quantiles = [0.5, 0.9, 0.99, 1];

    private StatusResponse Readiness => isReady()
        ? StatusResponse.Text(StatusCodes.Status200OK, "ready")
        : StatusResponse.Text(StatusCodes.Status503ServiceUnavailable, "not ready: starting, or the database does not reply");

    // A restart of the node does not help an account whose token is rejected, so accounts do not fail the health of the node.
    public StatusResponse Respond(string? path) => path switch
    {
        "/healthz" => StatusResponse.Json(HealthRenderer.Render(node.Board), isHealthy: true),
        "/readyz" => Readiness,
        "/metrics" => StatusResponse.Metrics(MetricsRenderer.Render(node.Board) + Metrics()),
        _ => StatusResponse.Text(StatusCodes.Status404NotFound, "Use /healthz, /readyz or /metrics."),
    };

    // The probes of Kubernetes cannot send a secret. These responses name no account.
    public StatusResponse? RespondWithoutToken(string? path) => path switch
    {
        "/healthz" => StatusResponse.Json("""{"status":"ok"}""", isHealthy: true),
        "/readyz" => Readiness,
        _ => null,
    };

    private string Metrics()
    {
        var text = new StringBuilder();
        Append("nodes", "gauge", "Active nodes, as this node sees them.", nodes());
        Append("accounts_owned", "gauge", "Accounts that this node follows.", node.Running.Count);
        Append("accounts_started_total", "counter", "Accounts that this node began to follow.", node.Counters.StartedAccounts);
        Append("fenced_total", "counter", "Writes rejected because another process had taken the account.", node.Counters.Fenced);
        Append("database_silence_seconds", "gauge", "Time since the database last replied.", node.Contact.Silence.TotalSeconds);
        var commits = node.Counters.Commits;
        Append("commit_seconds_sum", "counter", "Time of all commits.", commits.Seconds);
        Append("commit_seconds_count", "counter", "Commits.", commits.Count);
        AppendLag(text);
        return text.ToString();

        void Append(string name, string type, string help, double value) => text.Append(
            CultureInfo.InvariantCulture,
            $"# HELP op_events_fleet_{name} {help}\n# TYPE op_events_fleet_{name} {type}\nop_events_fleet_{name} {value:R}\n");
    }

    private void AppendLag(StringBuilder text)
    {
        var now = node.Board.Time;
        var lags = node.Board.Feeds.Select(feed => feed.Status.Lag(now)?.TotalSeconds).OfType<double>().Order().ToList();
        text.Append("# HELP op_events_fleet_lag_seconds Age of the newest event of the feeds of this node.\n");
        text.Append("# TYPE op_events_fleet_lag_seconds gauge\n");
        foreach (var quantile in Quantiles.Where(_ => lags.Count > 0))
        {
            var lag = lags[(int)Math.Ceiling(quantile * lags.Count) - 1];
            text.Append(CultureInfo.InvariantCulture, $"op_events_fleet_lag_seconds{{quantile=\"{quantile}\"}} {lag:R}\n");
        }
    }
}
