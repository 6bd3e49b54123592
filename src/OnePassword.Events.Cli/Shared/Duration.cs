using System.Globalization;

namespace OnePassword.Events.Cli.Shared;

/// <summary>
/// Durations as people write them: a number and a unit, e.g. <c>24h</c>, <c>90m</c>, <c>1.5d</c> or <c>200ms</c>.
/// </summary>
internal static class Duration
{
    public const string Forms = "a duration such as 30s, 90m, 24h or 120d";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var number = text.TrimEnd([.. "dhms"]);
        var (_, length) = Array.Find(Units, known => known.Unit == text[number.Length..]);
        if (length == default
            || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || !(count <= Longest / length)) // Also false for NaN.
            return false;
        duration = count * length;
        return true;
    }

    /// <summary>Formats a duration in the largest unit that fits.</summary>
    public static string Format(TimeSpan duration)
    {
        var (unit, length) = Array.FindLast(Units, known => known.Length <= duration) is { Unit: not null } found
            ? found
            : Units[0];
        return string.Create(CultureInfo.InvariantCulture, $"{duration / length:0.##}{unit}");
    }
}
