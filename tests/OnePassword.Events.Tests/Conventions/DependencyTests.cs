using System.Xml.Linq;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>
/// References between projects: Generated ← library ← destinations ← tool ← fleet. The emulator and the stubs reference no other project, so that they can
/// disagree with the library.
/// </summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["OnePassword.Events.Generated"] = [],
        ["OnePassword.Events"] = ["OnePassword.Events.Generated"],
        ["OnePassword.Events.Destinations"] = ["OnePassword.Events", "OnePassword.Events.Generated"],
        ["OnePassword.Events.Kafka"] = ["OnePassword.Events", "OnePassword.Events.Generated"],
        ["OnePassword.Events.ObjectStorage"] = ["OnePassword.Events", "OnePassword.Events.Generated"],
        ["OnePassword.Events.ObjectStorage.Parquet"] =
            ["OnePassword.Events", "OnePassword.Events.Generated", "OnePassword.Events.ObjectStorage"],
        ["OnePassword.Events.PostgreSql"] = ["OnePassword.Events", "OnePassword.Events.Generated"],
        ["OnePassword.Events.Emulator"] = [],
        ["OnePassword.Events.Stubs"] = [],
        ["OnePassword.Events.Release"] = [],
        ["OnePassword.Events.Cli"] =
        [
            "OnePassword.Events", "OnePassword.Events.Destinations", "OnePassword.Events.Emulator", "OnePassword.Events.Generated",
            "OnePassword.Events.Kafka", "OnePassword.Events.ObjectStorage", "OnePassword.Events.ObjectStorage.Parquet",
            "OnePassword.Events.PostgreSql",
        ],
        ["OnePassword.Events.Fleet"] = ["OnePassword.Events.Cli", "OnePassword.Events.Generated"],
    };

    private static readonly (string Project, string Friend)[] Friends =
    [
        ("OnePassword.Events.Generated", "OnePassword.Events"),
        ("OnePassword.Events.Cli", "op-events-fleet"), // The fleet is the tool on several machines.
        ("OnePassword.Events.Cli", "OnePassword.Events.Fleet.Tests"),
    ];

    private static readonly string[] Banned =
    [
        "P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTimeOffset.Now", "P:System.DateTimeOffset.UtcNow",
        "M:System.Threading.Thread.Sleep(System.Int32)",
        "P:System.Threading.Tasks.Task`1.Result", "M:System.Threading.Tasks.Task.Wait", "M:System.Threading.Tasks.Task.Wait(System.TimeSpan)",
        "M:System.Threading.Tasks.Task.WaitAll(System.Threading.Tasks.Task[])",
    ];

    [Test]
    public void Projects_reference_only_the_allowed_projects() =>
        Assert.That(
            Directory.GetDirectories(Repository.PathOf("src"))
                .ToDictionary(folder => Path.GetFileName(folder)!, References, StringComparer.Ordinal),
            Is.EqualTo(Allowed));

    [Test]
    public void Projects_show_internals_only_to_their_tests_and_friends() =>
        Assert.That(
            from project in Allowed.Keys
            from friend in Project(project).Descendants("InternalsVisibleTo").Select(friend => friend.Attribute("Include")!.Value)
            where friend != $"{project}.Tests" && friend != "OnePassword.Events.Benchmarks"
                && !Friends.Contains((project, friend))
            select $"{project} to {friend}",
            Is.Empty);

    [Test]
    public void Blocking_calls_and_the_real_clock_are_banned_in_every_project()
    {
        var banned = Repository.Read("src", "BannedSymbols.txt").Split('\n').Select(line => line.Split(';')[0].Trim());
        Assert.That(banned, Is.SupersetOf(Banned));
        Assert.That(Repository.Read("Directory.Build.props"), Does.Contain("BannedApiAnalyzers").And.Contain("BannedSymbols.txt"));
    }

    [Test]
    public void Suppressions_of_warnings_have_a_reason() =>
        Assert.That(
            from file in Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            from line in File.ReadLines(file)
            where line.TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal)
                && !line.Contains("//", StringComparison.Ordinal)
            select $"{Path.GetFileName(file)}: {line.Trim()}",
            Is.Empty);

    private static string[] References(string folder) =>
    [
        .. Project(Path.GetFileName(folder)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .Order(StringComparer.Ordinal),
    ];

    private static XDocument Project(string name) => XDocument.Load(Repository.PathOf("src", name, $"{name}.csproj"));
}
