using System.Globalization;
using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Export;

/// <summary>The name of the files of an exported feed, without <c>.ndjson</c>: <c>--name</c>.</summary>
internal static class ExportName
{
    public static readonly NameTemplate Default = Parse(NameTemplate.Feed);

    /// <exception cref="FormatException">The text cannot be the name of a file, or a placeholder is unknown.</exception>
    public static NameTemplate Parse(string text) => ProblemOf(text) is { } problem
        ? throw new FormatException(problem)
        : NameTemplate.Parse(text, NameTemplate.Account, NameTemplate.Feed, NameTemplate.Since, NameTemplate.Until);

    /// <summary>Whether the name depends on the time range.</summary>
    public static bool HasTimes(string name) =>
        name.Contains(NameTemplate.Since, StringComparison.Ordinal)
            || name.Contains(NameTemplate.Until, StringComparison.Ordinal);

    /// <summary>Formats a time for file names, also those of Windows: a date, or a date and a time, in UTC.</summary>
    public static string Time(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        var isMidnight = utc.TimeOfDay.Ticks < TimeSpan.TicksPerSecond;
        return utc.ToString(isMidnight ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
    }

    private static string? ProblemOf(string text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => "is empty.",
        _ when text.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 =>
            "contains a character that a file name cannot have. Specify the folder with --output.",
        _ when Path.GetExtension(text) is ".ndjson" or ".gz" => "has an extension, which the export appends. Leave it out.",
        _ when OutputFileName.Parse($"{text}.ndjson") is not null =>
            "is a name that follow uses for its files. Use another name.",
        _ => null,
    };
}
