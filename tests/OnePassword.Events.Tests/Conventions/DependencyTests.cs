using System.Xml.Linq;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>Which project references which: generated ← façade ← tool. The emulator and the stubs reference none, so that they can disagree.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["OnePassword.Events.Generated"] = [],
        ["OnePassword.Events"] = ["OnePassword.Events.Generated"],
        ["OnePassword.Events.Emulator"] = [],
        ["OnePassword.Events.Stubs"] = [],
        ["OnePassword.Events.Cli"] = ["OnePassword.Events", "OnePassword.Events.Emulator", "OnePassword.Events.Generated"],
    };

    private static readonly string[] Banned =
    [
        "P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTimeOffset.Now", "P:System.DateTimeOffset.UtcNow", "M:System.Threading.Thread.Sleep(System.Int32)",
        "P:System.Threading.Tasks.Task`1.Result", "M:System.Threading.Tasks.Task.Wait", "M:System.Threading.Tasks.Task.Wait(System.TimeSpan)",
        "M:System.Threading.Tasks.Task.WaitAll(System.Threading.Tasks.Task[])",
    ];

    [Test]
    public void Each_project_references_only_the_projects_that_it_may() =>
        Assert.That(
            Directory.GetDirectories(Repository.PathOf("src")).ToDictionary(folder => Path.GetFileName(folder)!, References, StringComparer.Ordinal),
            Is.EqualTo(Known));

    [Test]
    public void No_source_shows_its_inside_to_another_house_than_its_tests() =>
        Assert.That(
            from project in Known.Keys
            from friend in Project(project).Descendants("InternalsVisibleTo").Select(friend => friend.Attribute("Include")!.Value)
            where friend != $"{project}.Tests" && friend != "OnePassword.Events.Benchmarks" && (project, friend) != ("OnePassword.Events.Generated", "OnePassword.Events")
            select $"{project} to {friend}",
            Is.Empty);

    [Test]
    public void What_blocks_or_reads_the_real_clock_is_banned_in_every_project()
    {
        var banned = Repository.Read("src", "BannedSymbols.txt").Split('\n').Select(line => line.Split(';')[0].Trim());
        Assert.That(banned, Is.SupersetOf(Banned));
        Assert.That(Repository.Read("Directory.Build.props"), Does.Contain("BannedApiAnalyzers").And.Contain("BannedSymbols.txt"));
    }

    [Test]
    public void A_suppression_says_why() =>
        Assert.That(
            from file in Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            from line in File.ReadLines(file)
            where line.TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal) && !line.Contains("//", StringComparison.Ordinal)
            select $"{Path.GetFileName(file)}: {line.Trim()}",
            Is.Empty);

    private static string[] References(string folder) =>
        [.. Project(Path.GetFileName(folder)).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)).Order(StringComparer.Ordinal)];

    private static XDocument Project(string name) => XDocument.Load(Repository.PathOf("src", name, $"{name}.csproj"));
}
