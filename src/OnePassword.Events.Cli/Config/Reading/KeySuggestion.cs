using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>Explains an unknown key: suggests the nearest known key, or lists the known keys.</summary>
internal static class KeySuggestion
{
    public static string For(string unknown, IReadOnlyList<string> known) =>
        NearestWord.DidYouMean(unknown, known) is { Length: > 0 } question
            ? $"unknown key.{question}"
            : $"unknown key. Known keys: {Format.List([.. known.Where(key => key[0] != '$')])}";
}
