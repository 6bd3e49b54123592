using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests.Readme;

/// <summary>Checks that the guides refer to existing files and headings.</summary>
public sealed partial class LinkTests
{
    [TestCaseSource(typeof(Repository), nameof(Repository.Guides))]
    public void Links_of_a_guide_point_to_existing_files_and_headings(string guide)
    {
        var broken = Link().Matches(Repository.Read(guide)).Select(link => link.Groups["target"].Value).Where(target => !Exists(guide, target.Split('#')));
        Assert.That(broken, Is.Empty);
    }

    // A package contains its README and its guides, and nothing else of the repository.
    [Test]
    public void Guides_in_packages_link_only_to_guides_of_the_same_package()
    {
        var outside =
            from guide in Repository.Guides.Where(IsPackaged)
            from link in Link().Matches(Repository.Read(guide))
            let target = link.Groups["target"].Value
            where guide.EndsWith("README.md", StringComparison.Ordinal) ? target[0] != '#' : target.Contains('/', StringComparison.Ordinal)
            select $"{guide}: {target}";
        Assert.That(outside, Is.Empty);
    }

    [TestCase("OnePassword.Events")]
    [TestCase("OnePassword.Events.Cli")]
    public void README_of_a_package_lists_its_guides(string project)
    {
        var guides = Directory.GetFiles(Repository.PathOf("src", project, "docs"), "*.md").Select(Path.GetFileName);
        var readme = Repository.Read("src", project, "README.md");
        Assert.That(guides.Where(guide => !readme.Contains($"| `docs/{guide}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void CONTRIBUTING_names_existing_files()
    {
        var files = Directory.EnumerateFiles(Repository.PathOf("src"), "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories))
            .Select(path => path.Replace('\\', '/')).ToList();
        var missing = FileName().Matches(Repository.Read("CONTRIBUTING.md")).Select(match => match.Groups["path"].Value)
            .Where(path => !files.Exists(file => file.EndsWith($"/{path}", StringComparison.Ordinal)));
        Assert.That(string.Join(", ", missing), Is.Empty);
    }

    [Test]
    public void CONTRIBUTING_names_existing_types_members_and_folders()
    {
        var code = string.Join('\n', new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.props")).Select(File.ReadAllText));
        var words = Word().Matches(code).Select(word => word.Value).ToHashSet(StringComparer.Ordinal);

        var missing = MemberName().Matches(Repository.Read("CONTRIBUTING.md")).Select(match => match.Groups["name"].Value)
            .Where(name => !words.Contains(name));

        Assert.That(string.Join(", ", missing), Is.Empty);
    }

    private static bool IsPackaged(string guide) => PackagedGuide().IsMatch(guide)
        && Repository.Read($"src/{guide.Split('/')[1]}/{guide.Split('/')[1]}.csproj").Contains("<IsPackable>true", StringComparison.Ordinal);

    private static bool Exists(string guide, string[] target)
    {
        var path = target[0] == "" ? guide : Path.Combine(Path.GetDirectoryName(guide)!, target[0]);
        return Path.Exists(Repository.PathOf(path)) && (target.Length == 1 || Heading().Matches(Repository.Read(path)).Any(heading => Anchor(heading.Groups["text"].Value) == target[1]));
    }

    private static string Anchor(string heading) => Regex.Replace(heading.Trim(), @"[^\w\- ]", "").Replace(' ', '-').ToLowerInvariant();

    [GeneratedRegex(@"\]\((?<target>(?!https?:)[^)]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>[\w./-]+\.(cs|schema\.json))`", RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();

    [GeneratedRegex(@"`(\w+\.)*(?<name>[A-Z]\w*)`", RegexOptions.ExplicitCapture)]
    private static partial Regex MemberName();

    [GeneratedRegex(@"^src/[\w.]+/(README|docs/[\w-]+)\.md$")]
    private static partial Regex PackagedGuide();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();
}
