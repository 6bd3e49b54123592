using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Formats examples: a command per line, with a note after it where all lines fit, and below it otherwise.</summary>
internal static class HelpExamples
{
    private const string Gap = "  ";
    private const int Indent = 6;

    public static string Format(string examples, int width)
    {
        var lines = examples.Split('\n');
        return string.Join('\n', lines.All(line => line.Length <= width) ? lines : lines.SelectMany(line => Stack(line, width)));
    }

    private static IEnumerable<string> Stack(string line, int width)
    {
        var end = line.IndexOf(Gap, line.Length - line.TrimStart().Length, StringComparison.Ordinal);
        var (command, note) = end < 0 ? (line, "") : (line[..end], line[end..].Trim());

        // With a mark at the end, a shell continues the command on the next line.
        var lines = WordWrap.Lines(command, width, Indent, " \\");
        return note.Length > 0 ? lines.Concat(WordWrap.Lines(new string(' ', Indent) + note, width)) : lines;
    }
}
