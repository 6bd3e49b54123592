namespace OnePassword.Events.Cli.Shared;

/// <summary>Finds the word that was probably meant by a misspelled one.</summary>
internal static class NearestWord
{
    /// <returns>The word with nearly the same letters; null if there is none.</returns>
    public static string? Find(string misspelled, IEnumerable<string> words) =>
        words.MinBy(word => Difference(misspelled, word)) is { } nearest && Difference(misspelled, nearest) <= 1 ? nearest : null;

    // The order does not matter, so that swapped letters count as equal.
    private static int Difference(string a, string b)
    {
        var (left, right) = (Letters(a), Letters(b));
        return left.Union(right).Sum(
            letter => Math.Abs(left.Count(other => other == letter) - right.Count(other => other == letter)));
    }

    private static string Letters(string word) => string.Concat(word.Where(char.IsAsciiLetter)).ToLowerInvariant();
}
