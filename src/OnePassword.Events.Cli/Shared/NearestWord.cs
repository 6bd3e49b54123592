namespace OnePassword.Events.Cli.Shared;

/// <summary>Finds the words that were probably meant by a misspelled command, option, key or value.</summary>
internal static class NearestWord
{
    private const int MostWords = 3;

    /// <returns>A question such as <c>Did you mean --since?</c> after a space; empty if no word is similar.</returns>
    public static string DidYouMean(string misspelled, IEnumerable<string> words) =>
        Find(misspelled, words) is { Count: > 0 } found ? $" Did you mean {Format.List(found, "or")}?" : "";

    /// <returns>The words with the fewest typing errors, or else those that begin nearly so; empty if none is similar.</returns>
    public static IReadOnlyList<string> Find(string misspelled, IEnumerable<string> words)
    {
        var typed = Letters(misspelled);
        var known = words.Distinct(StringComparer.Ordinal)
            .Select(word => (Word: word, Distances: Distances(typed, Letters(word)))).ToList();
        var similar = Nearest(known.Where(word => word.Distances[^1] <= Math.Max(typed.Length, word.Distances.Length - 1) / 3)
            .Select(word => (word.Word, word.Distances[^1])));
        if (similar.Count == 0 && typed.Length > 1)
            similar = Nearest(known.Where(word => word.Distances.Min() <= typed.Length / 4)
                .Select(word => (word.Word, word.Distances.Min())));
        return similar.Count <= MostWords ? similar : [];
    }

    private static List<string> Nearest(IEnumerable<(string Word, int Distance)> words) =>
        words.GroupBy(word => word.Distance, word => word.Word).MinBy(group => group.Key)?.ToList() ?? [];

    /// <summary>
    /// Counts the omitted, added, replaced and swapped letters between a text and each prefix of a word, the last of which is the
    /// word. This is the optimal string alignment distance.
    /// </summary>
    private static int[] Distances(string text, string word)
    {
        var distance = new int[text.Length + 1, word.Length + 1];
        for (var i = 0; i <= text.Length; i++)
        {
            for (var j = 0; j <= word.Length; j++)
            {
                distance[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1,
                        distance[i - 1, j - 1] + (text[i - 1] == word[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && text[i - 1] == word[j - 2] && text[i - 2] == word[j - 1])
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }
        return [.. Enumerable.Range(0, word.Length + 1).Select(j => distance[text.Length, j])];
    }

    // Letter case, dashes and underscores do not matter.
    private static string Letters(string word) => string.Concat(word.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
