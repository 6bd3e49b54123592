namespace OnePassword.Events.Cli.Shared;

/// <summary>A time as people write it: RFC 3339, or a duration before now.</summary>
internal sealed class TimeExpression
{
    public const string Forms = $"{Duration.Forms}, or an RFC 3339 time such as 2026-01-31T00:00:00Z";

    private readonly string _text;
    private readonly Func<DateTimeOffset, DateTimeOffset> _resolve;

    private TimeExpression(string text, Func<DateTimeOffset, DateTimeOffset> resolve) => (_text, _resolve) = (text, resolve);

    /// <returns>Null if the text has neither form.</returns>
    public static TimeExpression? TryParse(string text) =>
        EventTime.TryParse(text, out var time) ? new TimeExpression(text, _ => time.Value)
        : Duration.TryParse(text, out var back) ? new TimeExpression(text, now => Back(back, now))
        : null;

    public static TimeExpression Ago(TimeSpan back) => new(Duration.Format(back), now => Back(back, now));

    public DateTimeOffset Resolve(DateTimeOffset now) => _resolve(now);

    public override string ToString() => _text;

    // Not beyond 1970.
    private static DateTimeOffset Back(TimeSpan back, DateTimeOffset now) =>
        now - DateTimeOffset.UnixEpoch > back ? now - back : DateTimeOffset.UnixEpoch;
}
