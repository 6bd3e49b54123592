namespace OnePassword.Events.Cli;

/// <summary>A moment as it is written on the command line: RFC 3339, or a duration that is counted back from the start of the run.</summary>
internal static class Moment
{
    public static DateTimeOffset Parse(string option, string text, DateTimeOffset now)
    {
        if (EventTime.TryParse(text, out var time))
            return time.Value;
        if (!Duration.TryParse(text, out var back))
            throw ToolException.Usage($"{option} '{text}' is neither {Duration.Forms} nor an RFC 3339 time such as 2026-01-31T00:00:00Z.");
        return now - DateTimeOffset.UnixEpoch > back ? now - back : DateTimeOffset.UnixEpoch;
    }
}
