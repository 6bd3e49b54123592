using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config;

/// <summary>Explains an unknown key: suggests the nearest known key, or lists the known keys.</summary>
internal static class KeySuggestion
{
    public static string For(string unknown, IReadOnlyList<string> known) => NearestWord.Find(unknown, known) is { } nearest
        ? $"unknown key. Did you mean {nearest}?"
        : $"unknown key. Known keys: {Format.List([.. known.Where(key => key[0] != '$')])}";
}
