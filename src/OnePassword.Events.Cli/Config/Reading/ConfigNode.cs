using System.Text.Json;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>A JSON value and the position where it starts. An object has all its members, including duplicates.</summary>
internal sealed record ConfigNode(int Start, JsonValueKind Kind)
{
    private const int LongestDisplay = 40;

    /// <summary>Gets a string without quotes and escapes, or a number as it was written.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<ConfigNode> Items { get; init; } = [];

    public IReadOnlyList<Member> Members { get; init; } = [];

    /// <summary>
    /// Gets the text for messages: that of the file, never the value of a variable, and nothing that may be a token.
    /// </summary>
    public string Display =>
        !CanBeShown(Text) ? "the value"
        : Kind == JsonValueKind.Number ? Text
        : Text.Contains("${", StringComparison.Ordinal) ? $"the value of '{Text}'"
        : $"'{Text}'";

    public string KindName => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    /// <summary>Returns a key for messages.</summary>
    public static string DisplayKey(string key) => CanBeShown(key) ? key : "…";

    private static bool CanBeShown(string text) =>
        text.Length <= LongestDisplay && !text.Any(char.IsControl) && !SafeText.LooksLikeToken(text);

    internal sealed record Member(int Start, string Key, ConfigNode Value);
}
