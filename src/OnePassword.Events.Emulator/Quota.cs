using System.Globalization;

namespace OnePassword.Events.Emulator;

/// <summary>How many requests a token may make; exact sliding windows, introspection included.</summary>
/// <param name="PerMinute">Requests in any 60 seconds; null for no such limit.</param>
/// <param name="PerHour">Requests in any 60 minutes; null for no such limit.</param>
public sealed record Quota(int? PerMinute, int? PerHour)
{
    /// <summary>Gets the documented quota, 600 a minute and 30,000 an hour (docs/events-api/rate-limits).</summary>
    public static Quota Default { get; } = new(600, 30_000);

    /// <summary>Gets the absence of any quota.</summary>
    public static Quota Off { get; } = new(null, null);

    /// <summary>Reads <c>600/min,30000/h</c>, one of the two, or <c>off</c>; what <see cref="ToString"/> writes.</summary>
    /// <param name="text">The text to read.</param>
    /// <returns>The quota.</returns>
    /// <exception cref="FormatException">The text is none of the forms.</exception>
    public static Quota Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.Equals(text.Trim(), "off", StringComparison.OrdinalIgnoreCase))
            return Off;

        var quota = Off;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var slash = part.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0 || !int.TryParse(part.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var limit))
                throw Unreadable(text);

            quota = part[(slash + 1)..] switch
            {
                "min" when quota.PerMinute is null && limit > 0 => quota with { PerMinute = limit },
                "h" when quota.PerHour is null && limit > 0 => quota with { PerHour = limit },
                _ => throw Unreadable(text),
            };
        }

        return quota;
    }

    /// <inheritdoc/>
    public override string ToString() => (PerMinute, PerHour) switch
    {
        (null, null) => "off",
        ({ } minute, null) => string.Create(CultureInfo.InvariantCulture, $"{minute}/min"),
        (null, { } hour) => string.Create(CultureInfo.InvariantCulture, $"{hour}/h"),
        ({ } minute, { } hour) => string.Create(CultureInfo.InvariantCulture, $"{minute}/min,{hour}/h"),
    };

    private static FormatException Unreadable(string text) =>
        new($"'{text}' is no quota; write '600/min,30000/h', one of the two, or 'off'.");
}
