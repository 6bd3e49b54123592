using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.Shared;

/// <summary>A manual page in roff, with the macros of man(7).</summary>
internal sealed partial class ManualPage
{
    // Escapes make lines longer.
    private const int Width = 70;

    private readonly StringBuilder _roff = new();
    private bool _isAfterHeading;

    /// <param name="name">The name of the page.</param>
    /// <param name="section">The section of the manual.</param>
    /// <param name="summary">The subject of the page, in half a line.</param>
    /// <param name="date">The date of the page.</param>
    /// <param name="version">The version of the tool.</param>
    public ManualPage(string name, int section, string summary, DateTimeOffset date, string version)
    {
        Line(string.Create(
            CultureInfo.InvariantCulture,
            $".TH {name.ToUpperInvariant()} {section} {date.UtcDateTime:yyyy-MM-dd} \"op-events {version}\""));
        Section("NAME");
        Line($"{Escape(name)} \\- {Escape(summary)}");
    }

    /// <summary>Returns roff that shows a word as the user types it.</summary>
    public static string Bold(string word) => $"\\fB{Escape(word)}\\fR";

    /// <summary>Returns roff that shows a word that the user replaces.</summary>
    public static string Italic(string word) => $"\\fI{Escape(word)}\\fR";

    public void Section(string title) => Heading($".SH {Escape(title)}");

    public void Subsection(string title) => Heading($".SS {Escape(title)}");

    public void Paragraph(string text)
    {
        Separate(".PP");
        Text(text);
    }

    /// <summary>Adds an item of a list.</summary>
    /// <param name="tag">The item, as roff.</param>
    /// <param name="text">Its description, as plain text.</param>
    public void Item(string tag, string text)
    {
        Separate(".TP", always: true);
        Line(tag);
        Text(text);
    }

    /// <summary>Adds lines that are shown as they are, without their common indentation.</summary>
    public void Literal(string text)
    {
        var lines = text.Split('\n');
        var indent = lines.Min(line => line.Length - line.TrimStart().Length);
        Separate(".PP");
        Line(".EX");
        foreach (var line in lines)
            Line(Escape(line[indent..]));
        Line(".EE");
    }

    /// <summary>Adds a line of roff, on a line of its own in the page.</summary>
    public void Entry(string roff)
    {
        Separate(".br");
        Line(roff);
    }

    public override string ToString() => _roff.ToString();

    private void Heading(string roff)
    {
        Line(roff);
        _isAfterHeading = true;
    }

    // A heading separates by itself.
    private void Separate(string roff, bool always = false)
    {
        if (always || !_isAfterHeading)
            Line(roff);
        _isAfterHeading = false;
    }

    private void Text(string text)
    {
        foreach (var line in WordWrap.Lines(text, Width, indent: 0))
            Line(Escape(line));
    }

    private void Line(string roff) => _roff.Append(roff).Append('\n');

    // A backslash starts an escape, a dot or a quote at the start of a line a request. Without one, a hyphen cannot be copied.
    private static string Escape(string text) =>
        Request().Replace(text.Replace("\\", "\\e", StringComparison.Ordinal), "\\&$0")
            .Replace("-", "\\-", StringComparison.Ordinal);

    [GeneratedRegex("^[.']", RegexOptions.NonBacktracking)]
    private static partial Regex Request();
}
