using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.DeadLetters;

/// <summary>Shows dead letters, one value per line.</summary>
internal static class LetterText
{
    private const int MaxWidth = 80;

    public static IEnumerable<string> Lines(IReadOnlyList<StoredLetter> letters) =>
        letters.SelectMany((stored, i) => Lines(stored).Prepend("").Skip(i == 0 ? 1 : 0));

    private static IEnumerable<string> Lines(StoredLetter stored)
    {
        var (letter, origin) = (stored.Letter, stored.Letter.Origin);
        yield return $"{stored.Output}: {SafeText.Printable(letter.Event.Uuid ?? "an event without a uuid")}";
        (string Name, string? Value)[] values =
        [
            ("rejected", Format.Time(letter.Time)),
            ("reason", letter.Reason),
            ("destination", letter.Destination),
            ("account", origin.Account ?? origin.AccountUuid),
            ("feed", origin.Feed),
            ("event", letter.Event.ToString()),
        ];
        foreach (var (name, value) in values)
        {
            var line = $"  {name,-11}  {SafeText.Printable(value ?? "-")}";
            foreach (var part in name == "event" ? [line] : WordWrap.Lines(line, MaxWidth, indent: 15))
                yield return part;
        }
    }
}
