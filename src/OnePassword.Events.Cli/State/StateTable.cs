using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.State;

/// <summary>Shows checkpoints as a table with a line each. Lines are not wrapped, so that they can be searched and cut.</summary>
internal static class StateTable
{
    private const string Nothing = "-";
    private const string Gap = "  ";

    private static readonly (string Title, Func<StateEntry, DateTimeOffset, string?> Value, bool Right)[] Columns =
    [
        ("ACCOUNT", (entry, _) => entry.Checkpoint!.AccountUuid, false),
        ("HOST", (entry, _) => entry.Checkpoint!.Host, false),
        ("API", (entry, _) => entry.Checkpoint!.ApiVersion, false),
        ("LAST EVENT", (entry, _) => entry.Checkpoint!.LastEventTime is { } last ? Format.Time(last.Value) : null, false),
        ("AGE", (entry, now) => entry.LastEventAge(now) is { } age ? Duration.Format(age) : null, true),
        ("EVENTS", (entry, _) => Format.Number(entry.Checkpoint!.Events), true),
        ("PAGES", (entry, _) => Format.Number(entry.Checkpoint!.Pages), true),
        ("DUPLICATES", (entry, _) => Format.Number(entry.Checkpoint!.Duplicates), true),
        ("SAVED", (entry, _) => Format.Time(entry.Checkpoint!.SavedAt), false),
        ("OUTPUT", (entry, _) => entry.Output?.File, false),
        ("COMMITTED", (entry, _) => entry.Output is { } output ? $"{Format.Number(output.Length)} B" : null, true),
    ];

    public static IEnumerable<string> Lines(IReadOnlyList<StateEntry> entries, bool cursors, DateTimeOffset now)
    {
        var columns = cursors ? [.. Columns, ("CURSOR", (entry, _) => entry.Checkpoint!.Cursor, false)] : Columns;
        var rows = entries.Select(
            entry =>
                entry.Checkpoint is null
                    ? null
                    : columns.Select(column => Printable(column.Value(entry, now))).ToArray()).ToList();
        var widths = columns.Select(
            (column, i) => rows.OfType<string[]>().Select(row => row[i].Length).Append(column.Title.Length).Max()).ToArray();
        var name = entries.Select(entry => entry.Name.Length).Append("NAME".Length).Max();

        yield return Line("NAME", columns.Select(column => column.Title));
        foreach (var (entry, row) in entries.Zip(rows))
            yield return row is null
                ? $"{entry.Name.PadRight(name)}{Gap}UNUSABLE: {SafeText.Printable(entry.Problem!)}"
                : Line(entry.Name, row);

        string Line(string first, IEnumerable<string> rest) => string.Join(
            Gap, rest.Select(
                (cell, i) =>
                    columns[i].Right
                        ? cell.PadLeft(widths[i])
                        : cell.PadRight(widths[i])).Prepend(first.PadRight(name))).TrimEnd();
    }

    private static string Printable(string? value) => SafeText.Printable(value ?? Nothing);
}
