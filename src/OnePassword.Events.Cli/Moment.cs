using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli;

/// <summary>A moment as people write it: RFC 3339, or a duration that is counted back from the start of the run.</summary>
internal static class Moment
{
    public const string NeitherForm = $"neither {Duration.Forms} nor an RFC 3339 time such as 2026-01-31T00:00:00Z";

    public static DateTimeOffset Parse(string option, string text, DateTimeOffset now) => TryParse(text, now, out var moment)
        ? moment
        : throw ToolException.Usage($"{option} {SafeText.Quote(text)} is {NeitherForm}.");

    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset moment)
    {
        var isTime = EventTime.TryParse(text, out var time);
        var isDuration = Duration.TryParse(text, out var back);
        moment = isTime ? time.Value : Back(back, now);
        return isTime || isDuration;
    }

    public static DateTimeOffset Back(TimeSpan back, DateTimeOffset now) => now - DateTimeOffset.UnixEpoch > back ? now - back : DateTimeOffset.UnixEpoch;
}
