using System.Globalization;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>How many requests the tool may send, such as <c>300/min</c> or <c>300/min,9000/h</c>.</summary>
internal sealed record RequestQuota(int PerMinute, int PerHour)
{
    public const string Forms = "'300/min', '9000/h', '300/min,9000/h' or 'off'";

    // The client has no way to switch its limiter off. No connection sends this many requests.
    private const int Unlimited = 1_000_000;

    public static RequestQuota Default { get; } = new(
        EventsRateLimiterOptions.DefaultPerMinute, EventsRateLimiterOptions.DefaultPerHour);

    /// <summary>Parses <c>N/min,N/h</c>, one of the two, or <c>off</c>. A limit that is not given keeps its default.</summary>
    /// <returns>Null if the text has none of these forms.</returns>
    public static RequestQuota? TryParse(string text)
    {
        if (string.Equals(text.Trim(), "off", StringComparison.OrdinalIgnoreCase))
            return new RequestQuota(Unlimited, Unlimited);
        int? perMinute = null;
        int? perHour = null;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            switch (part.Split('/'))
            {
                case [var limit, "min"] when perMinute is null && Limit(limit) is { } minute:
                    perMinute = minute;
                    break;
                case [var limit, "h"] when perHour is null && Limit(limit) is { } hour:
                    perHour = hour;
                    break;
                default:
                    return null;
            }
        }
        return new RequestQuota(perMinute ?? Default.PerMinute, perHour ?? Default.PerHour);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerMinute}/min,{PerHour}/h");

    private static int? Limit(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
            ? Math.Min(limit, Unlimited)
            : null;
}
