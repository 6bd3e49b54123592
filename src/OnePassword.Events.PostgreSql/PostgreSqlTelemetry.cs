using System.Diagnostics.Metrics;

namespace OnePassword.Events.PostgreSql;

/// <summary>The metrics of the store.</summary>
public static class PostgreSqlTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string SourceName = "OnePassword.Events.PostgreSql";

    /// <summary>The histogram of the time of a transaction that stores a page or a checkpoint, in seconds.</summary>
    public const string CommitDuration = "onepassword.events.postgresql.commit.duration";

    private static readonly Meter Meter = new(SourceName);

    private static readonly Histogram<double> Commits = Meter.CreateHistogram<double>(
        CommitDuration, "s", "Time of a transaction that stores a page or a checkpoint.");

    internal static void Committed(TimeSpan duration) => Commits.Record(duration.TotalSeconds);
}
