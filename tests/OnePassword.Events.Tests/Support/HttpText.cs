using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests.Support;

/// <summary>Reads an HTTP/1.1 message with a Content-Length.</summary>
internal static partial class HttpText
{
    /// <summary>Returns head and body as one text; null at the end of the stream.</summary>
    public static async Task<string?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        while (!IsWhole(text.ToString()))
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0)
                return null;
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        return text.ToString();
    }

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end >= 0 && text.Length >= end + 4 + AnnouncedLength(text[..end]);
    }

    private static int AnnouncedLength(string head) =>
        ContentLength().Match(head) is { Success: true } match ? int.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^Content-Length: (?<length>\d+)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ContentLength();
}
