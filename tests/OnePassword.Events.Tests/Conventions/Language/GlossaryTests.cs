namespace OnePassword.Events.Tests.Conventions.Language;

/// <summary>
/// Guides, messages, comments and test names use the words of <see cref="GlossaryRules"/>. OP_EVENTS_TEXT=src/OnePassword.Events restricts
/// the check to a folder or file.
/// </summary>
public sealed class GlossaryTests
{
    // File, first words of the finding, and reason.
    private static readonly (string File, string Words, string Reason)[] Exceptions = [];

    private static string Scope => Environment.GetEnvironmentVariable("OP_EVENTS_TEXT") ?? "";

    [Test]
    public void All_text_follows_the_glossary()
    {
        var findings = Fragments().SelectMany(Glossary.Check).Where(finding => !Exceptions.Any(exception => IsExcepted(finding, exception))).ToList();
        if (findings.Count > 0)
            Assert.Fail($"{findings.Count} findings. Change the words or add an exception with a reason.\n{string.Join('\n', findings)}");
    }

    [Test]
    public void Every_exception_is_needed() =>
        Assert.That(Exceptions, Is.All.Matches<(string, string, string)>(exception => Fragments().SelectMany(Glossary.Check).Any(finding => IsExcepted(finding, exception))));

    [TestCase("The server answers.", 1)]
    [TestCase("The server\nrefused it.", 1)]
    [TestCase("What comes next?", 0)]
    [TestCase("It stops. What came is kept.", 2)]
    [TestCase("Up to 600 requests a minute.", 1)]
    [TestCase("A request takes a minute.", 0)]
    [TestCase("There is no checkpoint, and it is no longer used.", 0)]
    [TestCase("This is no checkpoint.", 1)]
    [TestCase("Connection refused", 0)]
    [TestCase("The event is parked.", 1)]
    [TestCase("A rejected event is a dead letter.", 0)]
    public void Check_finds_words_and_sentence_starts(string text, int count) =>
        Assert.That(Glossary.Check(new TextFragment("a.md", 1, TextKind.Guide, text)).ToList(), Has.Count.EqualTo(count));

    [TestCase(true, 25)]
    [TestCase(false, 30)]
    public void Check_finds_long_sentences(bool isGuide, int maxWords)
    {
        var kind = isGuide ? TextKind.Guide : TextKind.Comment;
        var sentence = string.Join(' ', Enumerable.Repeat("word", maxWords));
        Assert.That(Glossary.Check(new TextFragment("a", 1, kind, $"A {sentence}. B.")).ToList(), Has.Count.EqualTo(1));
        Assert.That(Glossary.Check(new TextFragment("a", 1, kind, $"{sentence}. B.")), Is.Empty);
    }

    [Test]
    public void Text_is_found_with_its_line()
    {
        const string Code = "/// <summary>One\n/// <see cref=\"X\"/> two.</summary>\nclass C { string a = \"three four\", b = $\"five {1} six\"; // seven\n}";
        var fragments = CSharpText.Comments("a.cs", Code).Concat(CSharpText.Messages("a.cs", Code)).Concat(MarkdownText.Read("a.md", "# H\n\nOne `x`\ntwo.\n\n| a | b |\n|---|---|\n\n```sh\ncode\n```\n"));
        Assert.That(fragments.Select(fragment => $"{fragment.Line} {fragment.Text.Trim(TextFragment.Break, '"')}"), Is.EqualTo(new[]
        {
            "1 One\nX two.", "3 seven", "3 three four", "3 five X six", "1 H", "3 One X\ntwo.", "6 a", "6 b",
        }));
    }

    private static bool IsExcepted(GlossaryFinding finding, (string File, string Words, string Reason) exception) =>
        finding.Fragment.File == exception.File
        && finding.Words.ReplaceLineEndings(" ").StartsWith(exception.Words, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<TextFragment> Fragments() => Files().SelectMany(file =>
    {
        var text = Repository.Read(file).ReplaceLineEndings("\n");
        var isTest = file.StartsWith("tests/", StringComparison.Ordinal);
        return Path.GetExtension(file) switch
        {
            ".md" => MarkdownText.Read(file, text),
            ".cs" when isTest => CSharpText.TestNames(file, text).Concat(CSharpText.Comments(file, text)),
            ".cs" => CSharpText.Comments(file, text).Concat(CSharpText.Messages(file, text)),
            ".yaml" when file.StartsWith("openapi/1", StringComparison.Ordinal) => PlainText.OpenApi(file, text),
            ".json" when file.EndsWith(".schema.json", StringComparison.Ordinal) => PlainText.Schema(file, text),
            ".liquid" or ".ps1" or ".props" or ".targets" or ".csproj" or ".mjs" or ".sh" => PlainText.Comments(file, text),
            _ when file == ".ci/run" => PlainText.Comments(file, text),
            _ => [],
        };
    });

    private static IEnumerable<string> Files() =>
        from folder in (string[])[".ci", "openapi", "src", "tests", "."]
        from path in Directory.EnumerateFiles(Repository.PathOf(folder), "*", folder == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories)
        let file = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
        where file.StartsWith(Scope, StringComparison.Ordinal)
        where !file.Contains("node_modules", StringComparison.Ordinal) && !file.Contains("Conventions/Language", StringComparison.Ordinal)
        select file;
}
