using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.State;

/// <summary>Shows checkpoints as a table of up to 80 columns. A name that is too long has a line of its own.</summary>
internal static class StateTable
{
    private const int MaxWidth = 80;
    private const int LongestName = 34;
    private const string Gap = "  ";

    private static readonly (string Title, int Width, Func<StateEntry, DateTimeOffset, string?> Value)[] Columns =
    [
        ("EVENTS", 13, (entry, _) => Format.Number(entry.Checkpoint!.Events)),
        ("LAST EVENT", 20, (entry, _) => entry.Checkpoint!.LastEventTime is { } last ? Format.Time(last.Value) : null),
        ("AGE", 7, (entry, now) => entry.LastEventAge(now) is { } age ? Duration.Format(age) : null),
    ];

    public static IEnumerable<string> Lines(IReadOnlyList<StateEntry> entries, DateTimeOffset now)
    {
        var width = entries.Select(entry => entry.Name.Length).Where(length => length <= LongestName).Append("NAME".Length).Max();
        yield return Line("NAME", Columns.Select(column => column.Title));
        foreach (var entry in entries)
        {
            var name = entry.Name;
            if (name.Length > width)
            {
                yield return name;
                name = "";
            }
            if (entry.Checkpoint is not null)
            {
                yield return Line(name, Columns.Select(column => column.Value(entry, now) ?? "-"));
                continue;
            }
            var problem = $"{name.PadRight(width)}{Gap}UNUSABLE: {SafeText.Printable(entry.Problem!)}";
            foreach (var line in WordWrap.Lines(problem, MaxWidth, width + Gap.Length))
                yield return line;
        }

        string Line(string name, IEnumerable<string> cells) =>
            string.Join(Gap, cells.Select((cell, i) => cell.PadLeft(Columns[i].Width)).Prepend(name.PadRight(width)));
    }
}
