using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Testing.Services;

/// <summary>A message of RFC 5424.</summary>
internal sealed partial record SyslogRecord(
    int Priority, string Time, string HostName, string AppName, string MessageId, string Data, byte[] Message)
{
    public string Text => Encoding.UTF8.GetString(Message);

    /// <exception cref="FormatException">The bytes are not a valid message.</exception>
    public static SyslogRecord Parse(byte[] bytes)
    {
        // Latin-1 keeps every byte.
        var match = Format().Match(Encoding.Latin1.GetString(bytes));
        if (!match.Success || !IsTime(match.Groups["time"].Value))
            throw new FormatException($"Not a message of RFC 5424: {Encoding.Latin1.GetString(bytes)}");
        return new SyslogRecord(
            int.Parse(match.Groups["priority"].Value, CultureInfo.InvariantCulture),
            match.Groups["time"].Value, match.Groups["host"].Value, match.Groups["app"].Value, match.Groups["id"].Value,
            Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(match.Groups["data"].Value)),
            Encoding.Latin1.GetBytes(match.Groups["message"].Value));
    }

    private static bool IsTime(string time) =>
        time == "-" || DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    [GeneratedRegex(
        """
        ^<(?<priority>[1-9]?[0-9]|1[0-8][0-9]|19[01])>1
        [ ](?<time>-|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2}))
        [ ](?<host>[!-~]{1,255})[ ](?<app>[!-~]{1,48})[ ](?<process>[!-~]{1,128})[ ](?<id>[!-~]{1,32})
        [ ](?<data>-|(\[[^\s=\]"]{1,32}([ ][^\s=\]"]{1,32}="([^"\\\]]|\\["\\\]])*")*\])+)[ ](?<message>.*)$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Format();
}
