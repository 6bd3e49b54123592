using System.Globalization;

namespace OnePassword.Events.Emulator;

/// <summary>The number of requests that the emulator accepts, in exact sliding windows. Introspection counts as well.</summary>
/// <param name="PerMinute">Requests in any 60 seconds; null for no limit.</param>
/// <param name="PerHour">Requests in any 60 minutes; null for no limit.</param>
public sealed record Quota(int? PerMinute, int? PerHour)
{
    /// <summary>Gets the documented quota: 600 per minute and 30,000 per hour (docs/events-api/rate-limits).</summary>
    public static Quota Default { get; } = new(600, 30_000);

    /// <summary>Gets a quota without limits.</summary>
    public static Quota Off { get; } = new(null, null);

    /// <summary>Parses <c>600/min,30000/h</c>, one of its parts, or <c>off</c>, as <see cref="ToString"/> writes it.</summary>
    /// <param name="text">The text to parse.</param>
    /// <returns>The quota.</returns>
    /// <exception cref="FormatException">The text has another format.</exception>
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
                throw Invalid(text);

            quota = part[(slash + 1)..] switch
            {
                "min" when quota.PerMinute is null && limit > 0 => quota with { PerMinute = limit },
                "h" when quota.PerHour is null && limit > 0 => quota with { PerHour = limit },
                _ => throw Invalid(text),
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

    private static FormatException Invalid(string text) =>
        new($"'{text}' is not a quota. Use '600/min,30000/h', one of the two parts, or 'off'.");
}
