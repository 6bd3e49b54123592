namespace OnePassword.Events.Cli.Shared;

/// <summary>A time as people write it: a duration before now, a date, an RFC 3339 time, or a word such as <c>today</c>.</summary>
internal sealed class TimeExpression
{
    public const string Forms =
        $"{Duration.Forms}, a date such as 2026-01-31, an RFC 3339 time such as 2026-01-31T08:00:00Z, today, yesterday or now";

    /// <summary>Gets the forms for the help and the manual.</summary>
    public static IReadOnlyList<(string Form, string Meaning)> FormsAndMeanings { get; } =
    [
        ("24h", "duration before now, in ms, s, m, h or d"),
        ("2026-01-31", "start of that day, in UTC"),
        ("2026-01-31T08:00:00Z", "RFC 3339 time, in UTC if it has no offset"),
        ("today, yesterday", "start of that day, in UTC"),
        ("now", "current time"),
    ];

    public static string Help =>
        $"Times:\n{string.Join('\n', FormsAndMeanings.Select(known => $"  {known.Form,-20}  {known.Meaning}"))}";

    // A date stands for the start of its day. The time zone is UTC if there is no offset.
    private static readonly string[] Completions = ["", "Z", "T00:00:00Z"];

    private readonly string _text;
    private readonly Func<DateTimeOffset, DateTimeOffset> _resolve;

    private TimeExpression(string text, Func<DateTimeOffset, DateTimeOffset> resolve) => (_text, _resolve) = (text, resolve);

    /// <returns>Null if the text has none of the forms.</returns>
    public static TimeExpression? TryParse(string text) => text switch
    {
        "now" => new TimeExpression(text, now => now),
        "today" => new TimeExpression(text, StartOfDay),
        "yesterday" => new TimeExpression(text, now => StartOfDay(now).AddDays(-1)),
        _ when Duration.TryParse(text, out var back) => new TimeExpression(text, now => Back(back, now)),
        _ => Completions.Select(rest => TryParseTime(text, rest)).FirstOrDefault(time => time is not null),
    };

    public static TimeExpression Ago(TimeSpan back) => new(Duration.Format(back), now => Back(back, now));

    public DateTimeOffset Resolve(DateTimeOffset now) => _resolve(now);

    public override string ToString() => _text;

    private static TimeExpression? TryParseTime(string text, string rest) =>
        EventTime.TryParse(text + rest, out var time) ? new TimeExpression(text, _ => time.Value) : null;

    private static DateTimeOffset StartOfDay(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);

    // Not beyond 1970.
    private static DateTimeOffset Back(TimeSpan back, DateTimeOffset now) =>
        now - DateTimeOffset.UnixEpoch > back ? now - back : DateTimeOffset.UnixEpoch;
}
