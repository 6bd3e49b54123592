using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>The layout of the source code, as far as the formatter does not check it.</summary>
public sealed partial class LayoutTests
{
    private const int MaxColumns = 130;

    [Test]
    public void Source_lines_have_at_most_130_columns_and_blank_lines_only_separate_members_and_statements() =>
        Assert.That(Files().SelectMany(file => Problems(file, Repository.Read(file).ReplaceLineEndings("\n").Split('\n'))), Is.Empty);

    [TestCase("a\n\nb", 0)]
    [TestCase("a\n\n\nb", 1)]
    [TestCase("a\n\n    ?? b", 1)]
    [TestCase("a ? b\n\n    : c", 1)]
    public void Check_finds_stray_blank_lines(string text, int count) =>
        Assert.That(Problems("a.cs", text.Split('\n')).ToList(), Has.Count.EqualTo(count));

    private static IEnumerable<string> Problems(string file, string[] lines)
    {
        foreach (var (index, line) in lines.Index())
        {
            if (line.Length > MaxColumns)
                yield return $"{file}:{index + 1} has {line.Length} columns";
            if (index > 0 && lines[index - 1].Length == 0 && index + 1 < lines.Length && line.Length == 0)
                yield return $"{file}:{index + 1} is a second blank line";
            if (index > 0 && lines[index - 1].Length == 0 && Continuation().IsMatch(line))
                yield return $"{file}:{index} is a blank line before a continuation";
        }
    }

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'));

    [GeneratedRegex(@"^\s*(\?|&&|\|\||:|\.|=>|\+ )")]
    private static partial Regex Continuation();
}
