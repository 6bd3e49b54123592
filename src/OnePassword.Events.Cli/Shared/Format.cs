using System.Globalization;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Shared;

/// <summary>Formats numbers, times and lists for people, the same in every locale.</summary>
internal static class Format
{
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(long number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    public static string Rate(long events, TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{(elapsed > TimeSpan.Zero ? events / elapsed.TotalSeconds : 0):N0}/s");

    public static string Seconds(TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.0} s");

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Span(DateTimeOffset? oldest, DateTimeOffset? newest) =>
        oldest is { } first && newest is { } last ? $"{Time(first)} → {Time(last)}" : "";

    /// <summary>Joins words as in a sentence: a, b and c.</summary>
    public static string List(IReadOnlyList<string> words, string conjunction = "and") =>
        words.Count > 1 ? $"{string.Join(", ", words.SkipLast(1))} {conjunction} {words[^1]}" : string.Concat(words);

    /// <summary>Quotes a word of the command line, without the value of an option, which may be a token.</summary>
    public static string Argument(string word) =>
        SafeText.Quote(word.StartsWith('-') && word.AsSpan().IndexOfAny('=', ':') is var value and > 0 ? word[..value] : word);

    /// <summary>
    /// Returns a message of the library as the tool writes its own: in lowercase after <c>op-events:</c>, and without the
    /// parameter name that .NET appends to that of an <see cref="ArgumentException"/>.
    /// </summary>
    public static string Message(Exception e) => Message(e.Message);

    /// <inheritdoc cref="Message(Exception)"/>
    public static string Message(string message) => Lowercase(message.Split(" (Parameter '", StringSplitOptions.None)[0]);

    /// <summary>Returns a sentence without its capital. A name such as <c>API</c> stays.</summary>
    public static string Lowercase(string sentence) =>
        sentence.Length > 1 && !char.IsUpper(sentence[1]) ? char.ToLowerInvariant(sentence[0]) + sentence[1..] : sentence;
}
