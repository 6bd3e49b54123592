using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests.Conventions.Language;

/// <summary>The paragraphs, list items, headings and table cells of a Markdown file, without code.</summary>
internal static partial class MarkdownText
{
    public static IEnumerable<TextFragment> Read(string file, string text)
    {
        var (paragraph, start, isCode) = (new List<string>(), 0, false);
        foreach (var (index, line) in text.Split('\n').Append("").Index())
        {
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            var isTable = !isCode && line.TrimStart().StartsWith('|');
            var isHeading = !isCode && line.StartsWith('#');
            var isItem = !isCode && ListItem().IsMatch(line);
            if (paragraph.Count > 0 && (isFence || isTable || isHeading || isItem || line.Trim() == ""))
            {
                yield return Fragment(start, string.Join('\n', paragraph));
                paragraph.Clear();
            }
            if (isFence)
                isCode = !isCode;
            else if (isTable)
            {
                foreach (var cell in Pipe().Split(line).Where(cell => cell.Trim(' ', '-', ':') != ""))
                    yield return Fragment(index, cell.Trim());
            }
            else if (isHeading)
                yield return Fragment(index, line.TrimStart('#', ' '));
            else if (!isCode && line.Trim() != "")
            {
                start = paragraph.Count == 0 ? index : start;
                paragraph.Add(ListItem().Replace(line, "").Trim());
            }
        }

        TextFragment Fragment(int index, string content) => new(file, index + 1, TextKind.Guide, WithoutMarkup(content));
    }

    private static string WithoutMarkup(string text) =>
        Emphasis().Replace(Link().Replace(InlineCode().Replace(Comment().Replace(text, ""), "X"), "$1"), "$1");

    [GeneratedRegex(@"^\s*([-*]|\d+\.)\s+")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Pipe();

    [GeneratedRegex("<!--.*?-->")]
    private static partial Regex Comment();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[*_]{1,2}(\S[^*]*?)[*_]{1,2}")]
    private static partial Regex Emphasis();
}
