using System.Globalization;

namespace OnePassword.Events.Cli.Export;

/// <summary>Formats the progress of a feed for people.</summary>
internal static class ProgressText
{
    // While the quota suffices, requests still wait for fractions of a second.
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);

    public static string Percent(FeedExport export) => export.IsComplete
        ? "100%"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * export.Progress.Share):0}%");

    /// <summary>Returns what the feed waits for, or how long it still takes; empty if that is not known.</summary>
    public static string State(FeedExport export, TimeSpan elapsed) => export switch
    {
        { Failure: not null } => "failed",
        { IsComplete: true } => "complete",
        { QuotaWait: { } wait } when wait >= ShortWait => $"waiting for the quota, {Round(wait)}",
        _ => export.Progress.Left(elapsed) is { } left ? $"{Round(left)} left" : "",
    };

    private static string Round(TimeSpan time)
    {
        var seconds = (long)Math.Ceiling(time.TotalSeconds);
        return seconds switch
        {
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds} s"),
            < 3_600 => string.Create(CultureInfo.InvariantCulture, $"{(seconds + 59) / 60} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3_600} h {seconds % 3_600 / 60} min"),
        };
    }
}
