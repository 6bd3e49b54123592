using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.Shared;

/// <summary>Wraps lines at words, for a terminal. A word that is wider than the terminal stays whole.</summary>
internal static partial class WordWrap
{
    /// <summary>Wraps a text. The continuation of a line with a first column starts below the second column.</summary>
    /// <param name="text">One or more lines.</param>
    /// <param name="width">The width of the terminal; null for no limit.</param>
    public static string Wrap(string text, int? width) => width is { } columns
        ? string.Join('\n', text.Split('\n').SelectMany(line => Lines(line, columns)))
        : text;

    /// <param name="line">The line.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="indent">The indentation of continuation lines. Default: that of the text after the first column.</param>
    /// <param name="mark">The text at the end of a line that is continued.</param>
    public static IEnumerable<string> Lines(string line, int width, int? indent = null, string mark = "")
    {
        var column = FirstColumn().Match(line).Length;
        var hanging = new string(' ', indent ?? (column <= width / 2 ? column : 0));
        var rest = line;
        var start = column;
        while (rest.Length > width && BreakOf(rest, width - mark.Length, start) is var end and > 0)
        {
            yield return rest[..end].TrimEnd() + mark;
            rest = hanging + rest[end..].TrimStart();
            start = hanging.Length;
        }
        yield return rest.TrimEnd();
    }

    // The last space that fits, or the first one after a word that does not fit.
    private static int BreakOf(string text, int width, int start)
    {
        var end = text.LastIndexOf(' ', Math.Max(width, 0));
        return end > start ? end : text.IndexOf(' ', Math.Min(Math.Max(width, start), text.Length));
    }

    // Up to the first two spaces between words, as in "7    state cannot be used".
    [GeneratedRegex("^ *([^ ]+( [^ ]+)* {2,})?", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FirstColumn();
}
