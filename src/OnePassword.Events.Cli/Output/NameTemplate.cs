using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Output;

/// <summary>A folder or a file name with placeholders, such as <c>out/{account}</c>.</summary>
internal sealed partial record NameTemplate
{
    public const string Account = "{account}";
    public const string Feed = "{feed}";
    public const string Since = "{since}";
    public const string Until = "{until}";

    private readonly string _text;

    private NameTemplate(string text) => _text = text;

    /// <param name="text">The text. <c>{{</c> and <c>}}</c> are braces.</param>
    /// <param name="placeholders">The placeholders that it can contain.</param>
    /// <exception cref="FormatException">A brace is not part of one of these placeholders.</exception>
    public static NameTemplate Parse(string text, params IReadOnlyList<string> placeholders) =>
        Braces().Matches(text).FirstOrDefault(
            match => !IsBrace(match) && !placeholders.Contains(match.Value, StringComparer.Ordinal)) is { } unknown
            ? throw new FormatException(
                $"contains {unknown.Value}, which is not {Format.List(placeholders, "or")}. Write {{{{ or }}}} for a brace.")
            : new NameTemplate(text);

    /// <inheritdoc cref="Parse"/>
    public static NameTemplate ParseFolder(string text) => Parse(text, Account);

    public bool Contains(string placeholder) => Braces().Matches(_text).Any(match => match.Value == placeholder);

    /// <param name="valueOf">Returns the value of a placeholder that the text contains.</param>
    public string Fill(Func<string, string> valueOf) =>
        Braces().Replace(_text, match => IsBrace(match) ? match.Value[..1] : valueOf(match.Value));

    public override string ToString() => _text;

    private static bool IsBrace(Match match) => match.Value is "{{" or "}}";

    [GeneratedRegex(@"\{\{|\}\}|\{[^{}]*\}|[{}]", RegexOptions.None, 1_000)]
    private static partial Regex Braces();
}
