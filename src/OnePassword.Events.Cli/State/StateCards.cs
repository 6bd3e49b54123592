using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.State;

/// <summary>Shows checkpoints with all their values, one value per line.</summary>
internal static class StateCards
{
    private const int MaxWidth = 80;

    public static IEnumerable<string> Lines(IReadOnlyList<StateEntry> entries, bool cursors, DateTimeOffset now) =>
        entries.SelectMany((entry, index) => Lines(entry, cursors, now).Prepend(entry.Name).Prepend("").Skip(index == 0 ? 1 : 0));

    private static IEnumerable<string> Lines(StateEntry entry, bool cursors, DateTimeOffset now)
    {
        if (entry.Checkpoint is not { } checkpoint)
            return WordWrap.Lines(Line("problem", $"UNUSABLE: {entry.Problem}"), MaxWidth);
        (string Name, string? Value)[] values =
        [
            ("account", checkpoint.AccountUuid),
            ("server", $"{checkpoint.Host}, API {checkpoint.ApiVersion}"),
            ("last event", LastEvent(entry, now)),
            ("events", $"{Format.Count(checkpoint.Events, "event")} on {Format.Count(checkpoint.Pages, "page")}"),
            ("duplicates", Format.Number(checkpoint.Duplicates)),
            ("saved", Format.Time(checkpoint.SavedAt)),
            ("output", Output(entry)),
        ];
        return values.Concat(cursors ? [("cursor", checkpoint.Cursor)] : []).Select(value => Line(value.Name, value.Value));
    }

    private static string? Output(StateEntry entry)
    {
        var file = entry.Output is { } output ? $"{output.File}, {Format.Count(output.Length, "byte")}" : null;
        return entry.OutputName is not { } name ? file : file is null ? name : $"{name}: {file}";
    }

    private static string? LastEvent(StateEntry entry, DateTimeOffset now) => entry.LastEventAge(now) is { } age
        ? $"{Format.Time(entry.Checkpoint!.LastEventTime!.Value.Value)}, {Duration.Format(age)} ago"
        : null;

    private static string Line(string name, string? value) => $"  {name,-10}  {SafeText.Printable(value ?? "-")}";
}
