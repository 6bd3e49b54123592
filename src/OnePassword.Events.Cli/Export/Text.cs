using System.Globalization;

namespace OnePassword.Events.Cli.Export;

/// <summary>Numbers and times as the tool prints them, the same in every locale.</summary>
internal static class Text
{
    public static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");

    public static string Rate(long events, TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{(elapsed > TimeSpan.Zero ? events / elapsed.TotalSeconds : 0):N0}/s");

    public static string Seconds(TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s");

    public static string Span(FeedProgress.Snapshot progress) =>
        progress is { Oldest: { } oldest, Newest: { } newest } ? $"{Time(oldest)} → {Time(newest)}" : "";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
