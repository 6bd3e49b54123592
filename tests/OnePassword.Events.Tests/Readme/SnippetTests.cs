using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests.Readme;

/// <summary>Every C# block of the guides equals the code between <c>// &lt;name&gt;</c> and <c>// &lt;/name&gt;</c> in a test.</summary>
public sealed partial class SnippetTests
{
    private static IEnumerable<string[]> Snippets =>
        from guide in Repository.Guides
        from block in Block().Matches(Repository.Read(guide).ReplaceLineEndings("\n"))
        select new[] { guide, block.Groups["name"].Value, block.Groups["code"].Value };

    [Test]
    public void Every_CSharp_block_of_the_guides_names_its_snippet() =>
        Assert.That(Repository.Guides.Sum(guide => Regex.Count(Repository.Read(guide), "```csharp")), Is.EqualTo(Snippets.Count()).And.GreaterThan(5));

    [TestCaseSource(nameof(Snippets))]
    public void CSharp_block_equals_the_tested_code(string guide, string name, string code)
    {
        var source = Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Single(text => text.Contains($"// <{name}>\n", StringComparison.Ordinal)).ReplaceLineEndings("\n");
        Assert.That(string.Join('\n', Using().Replace(code, "").Split('\n')), Is.EqualTo(Region(source, name)), guide);
        Assert.That(Using().Matches(code).Select(directive => directive.Groups["name"].Value), Is.All.Matches<string>(directive => IsUsed(source, directive)));
    }

    // The tests get a namespace from their own one, from their project or from a directive.
    private static bool IsUsed(string source, string name) =>
        source.Contains($"namespace {name}", StringComparison.Ordinal)
        || Repository.Read("tests", "Directory.Build.props").Contains($"<Using Include=\"{name}\" />", StringComparison.Ordinal)
        || source.Contains($"using {name};\n", StringComparison.Ordinal);

    private static string Region(string source, string name)
    {
        var (start, end) = ($"// <{name}>\n", $"// </{name}>");
        var from = source.IndexOf(start, StringComparison.Ordinal);
        var indent = from - source.LastIndexOf('\n', from) - 1;
        var lines = source[(from + start.Length)..source.IndexOf(end, StringComparison.Ordinal)].TrimEnd(' ').Split('\n');
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : line));
    }

    [GeneratedRegex(@"<!-- snippet: (?<name>\w+) -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex(@"^using (?<name>[A-Z][\w.]*);\n\n?", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Using();
}
