namespace OnePassword.Events.Generated.Tests.Layout;

/// <summary>The root of the repository has the agreed entries and no others.</summary>
public sealed class TopLevelTests
{
    private static readonly string[] Agreed =
    [
        "openapi", "src", "tests", "OnePassword.Events.Generated.sln", "nswag.json", "build.ps1", "README.md",
    ];

    private static readonly string[] Usual =
    [
        ".ci", ".config", ".editorconfig", ".git", ".gitattributes", ".github", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md",
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Solution.targets", "LICENSE",
        "SECURITY.md", "global.json",
    ];

    private static readonly string[] Houses = ["openapi", "src", "tests"];

    // Created by builds and editors, and ignored by git.
    private static readonly string[] Local = ["artifacts", "out", "state", "demo", ".vs", ".idea", ".vscode"];

    [Test]
    public void The_root_of_the_repository_has_every_agreed_entry() => Assert.That(Entries(), Is.SupersetOf(Agreed));

    [Test]
    public void The_root_of_the_repository_has_no_other_entry() =>
        Assert.That(Entries().Except([.. Agreed, .. Usual, .. Local], StringComparer.Ordinal), Is.Empty);

    [Test]
    public void The_solution_contains_every_project()
    {
        var solution = Repository.Read("OnePassword.Events.Generated.sln").Replace('\\', '/');
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => Houses.Contains(path.Split('/')[0], StringComparer.Ordinal));
        Assert.That(projects, Is.Not.Empty.And.All.Matches<string>(path => solution.Contains($"\"{path}\"", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Entries() =>
        Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path));
}
