using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config;

/// <summary>Explains an unknown key: suggests the known key with nearly the same letters, or lists the known keys.</summary>
internal static class KeySuggestion
{
    public static string For(string unknown, IReadOnlyList<string> known)
    {
        var nearest = known.MinBy(key => Difference(unknown, key))!;
        return Difference(unknown, nearest) <= 1
            ? $"unknown key. Did you mean {nearest}?"
            : $"unknown key. Known keys: {Format.List([.. known.Where(key => key[0] != '$')])}";
    }

    // The order does not matter, so that swapped letters count as equal.
    private static int Difference(string a, string b)
    {
        var (left, right) = (Letters(a), Letters(b));
        return left.Union(right).Sum(
            letter => Math.Abs(left.Count(other => other == letter) - right.Count(other => other == letter)));
    }

    private static string Letters(string key) => string.Concat(key.Where(char.IsAsciiLetter)).ToLowerInvariant();
}
