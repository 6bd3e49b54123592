namespace OnePassword.Events.Cli.Config;

/// <summary>Which of the keys that there are somebody may have meant.</summary>
internal static class KeySuggestion
{
    public static string Suggest(string unknown, IReadOnlyList<string> known)
    {
        var (nearest, distance) = known.Select(key => (Key: key, Distance: Distance(unknown.ToLowerInvariant(), key))).MinBy(key => key.Distance);
        if (distance <= Math.Max(1, nearest.Length / 3))
            return $"there is no such key; did you mean {nearest}?";
        var keys = known.Where(key => key[0] != '$').ToList();
        return $"there is no such key; there are {string.Join(", ", keys[..^1])} and {keys[^1]}";
    }

    /// <summary>How many slips of the finger lie between two words: a letter too many, too few, another, or two exchanged.</summary>
    private static int Distance(string a, string b)
    {
        // What is much longer is none of them, and need not be compared letter by letter.
        if (a.Length > 2 * b.Length + 1)
            return a.Length;
        var steps = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }
                var replaced = steps[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(replaced, 1 + Math.Min(steps[i - 1, j], steps[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    steps[i, j] = Math.Min(steps[i, j], 1 + steps[i - 2, j - 2]);
            }
        }
        return steps[a.Length, b.Length];
    }
}
