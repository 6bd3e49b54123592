using System.Text;

namespace OnePassword.Events.Benchmarks.Reporting;

/// <summary>A Markdown file that is written part by part, so that a failure keeps all earlier results.</summary>
internal sealed class Report
{
    public Report(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
    }

    public string Path { get; }

    public void Section(string title, string explanation) =>
        Add($"{(File.ReadAllText(Path).Length == 0 ? "#" : "##")} {title}\n\n{explanation}\n");

    public void Note(string text) => Add($"{text}\n");

    /// <summary>Adds a table whose first column is text and whose other columns are numbers.</summary>
    public void Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new StringBuilder();
        foreach (var row in (IEnumerable<IReadOnlyList<string>>)[headers, ["---", .. headers.Skip(1).Select(_ => "---:")], .. rows])
            table.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        Add(table.ToString());
    }

    private void Add(string text)
    {
        File.AppendAllText(Path, $"{text}\n");
        Console.WriteLine(text);
    }
}
