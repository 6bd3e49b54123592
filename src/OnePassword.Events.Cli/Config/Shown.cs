using System.Text.Json;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Config;

/// <summary>
/// What a message shows of the file: what its author wrote and never what a variable holds; nothing that is long, because a
/// token may have got into the wrong place; and nothing that breaks the line.
/// </summary>
internal static class Shown
{
    private const int Longest = 40;

    public static string Value(ConfigNode node) => node.Kind switch
    {
        _ when !IsShort(node.Text) || SafeText.LooksLikeToken(node.Text) => "the value",
        JsonValueKind.Number => node.Text,
        _ when node.Text.Contains("${", StringComparison.Ordinal) => $"the value of '{node.Text}'",
        _ => $"'{node.Text}'",
    };

    public static string Key(string key) => IsShort(key) && !SafeText.LooksLikeToken(key) ? key : "…";

    private static bool IsShort(string text) => text.Length <= Longest && !text.Any(char.IsControl);
}
