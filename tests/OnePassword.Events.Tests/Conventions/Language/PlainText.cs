using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests.Conventions.Language;

/// <summary>The text of files that are neither Markdown nor C#, line by line.</summary>
internal static partial class PlainText
{
    /// <summary>Comments of scripts, templates and project files.</summary>
    public static IEnumerable<TextFragment> Comments(string file, string text) => Lines(file, text, TextKind.Comment, ScriptComment());

    /// <summary>Values of the OpenAPI files, which become documentation comments.</summary>
    public static IEnumerable<TextFragment> OpenApi(string file, string text) => Lines(file, text, TextKind.Message, YamlText());

    /// <summary>Descriptions of a JSON schema, which editors show.</summary>
    public static IEnumerable<TextFragment> Schema(string file, string text) => Lines(file, text, TextKind.Message, JsonDescription());

    private static IEnumerable<TextFragment> Lines(string file, string text, TextKind kind, Regex pattern) =>
        from line in text.Split('\n').Index()
        let match = pattern.Match(line.Item)
        where match.Success
        select new TextFragment(file, line.Index + 1, kind, InlineCode().Replace(match.Groups["text"].Value, "X"));

    [GeneratedRegex(@"(^|\s)(\#|//|<!--|\{%-? comment -?%\}) (?<text>.*)", RegexOptions.ExplicitCapture)]
    private static partial Regex ScriptComment();

    [GeneratedRegex(@"^\s*(- )?([\w-]+:)?\s*['""]?(?<text>.*[a-z]{2,} [a-z].*)", RegexOptions.ExplicitCapture)]
    private static partial Regex YamlText();

    [GeneratedRegex(@"""description"": ""(?<text>.*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex JsonDescription();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();
}
