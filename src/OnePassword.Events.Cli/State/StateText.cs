using System.Globalization;

namespace OnePassword.Events.Cli.State;

/// <summary>Values of a checkpoint as people read them.</summary>
internal static class StateText
{
    public static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Words in a sentence: a, b and c.</summary>
    public static string List(IReadOnlyList<string> words) => words.Count > 1 ? $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}" : string.Concat(words);
}
