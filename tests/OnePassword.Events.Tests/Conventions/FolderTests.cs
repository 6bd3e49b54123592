namespace OnePassword.Events.Tests.Conventions;

/// <summary>
/// The root of a project holds its public types, and its folders hold the internal ones. The tables list which folders the files of
/// a folder can use. With the logger <c>console;verbosity=detailed</c>, the tests print the tables that match the source.
/// </summary>
public sealed class FolderTests
{
    private static readonly Dictionary<string, string[]> Library = new(StringComparer.Ordinal)
    {
        ["Backfill"] = ["Pipeline", "Pipeline/Quota", "Reading"],
        ["Checkpoints"] = ["Durable", "Redaction"],
        ["Diagnostics"] = ["Redaction"],
        ["Feeds"] = ["Backfill", "Following", "Pipeline", "Reading"],
        ["Following"] = ["Checkpoints", "Diagnostics", "Pipeline", "Reading"],
        ["Formats"] = ["Reading"],
        ["Formats/Ecs"] = ["Formats"],
        ["Formats/Ocsf"] = ["Formats"],
        ["Hosting"] = ["Diagnostics", "Identity", "Pipeline", "Pipeline/Transport", "Redaction"],
        ["Identity"] = ["Redaction"],
        ["Pipeline"] = ["Diagnostics", "Identity", "Pipeline/Quota", "Pipeline/Transport", "Redaction"],
        ["Reading"] = ["Diagnostics", "Pipeline", "Pipeline/Transport"],
    };

    private static readonly Dictionary<string, string[]> Tool = new(StringComparer.Ordinal)
    {
        ["Accounts"] = ["Messages", "Secrets", "Shared"],
        ["Commands"] =
        [
            "Accounts", "Config", "Config/Check", "Config/Outputs", "DeadLetters", "Export", "Follow", "Follow/Outputs", "Follow/Status",
            "Messages", "Output", "Secrets", "Shared", "State",
        ],
        ["Config"] =
        [
            "Accounts", "Config/Outputs", "Config/Reading", "Follow", "Follow/Outputs", "Follow/Status", "Secrets", "Shared",
        ],
        ["Config/Check"] = ["Accounts", "Follow", "Follow/Outputs", "Messages", "Shared"],
        ["Config/Outputs"] = ["Config/Reading", "Dotnet", "Follow/Outputs", "Output", "Secrets", "Shared"],
        ["Config/Reading"] = ["Accounts", "Follow/Status", "Secrets", "Shared"],
        ["DeadLetters"] = ["Shared"],
        ["Dotnet"] = ["Accounts", "Config/Reading", "Follow/Outputs", "Messages", "Secrets", "Shared"],
        ["Export"] = ["Accounts", "Follow/Outputs", "Live", "Messages", "Output", "Shared"],
        ["Follow"] = ["Accounts", "Follow/Outputs", "Follow/Status", "Messages", "Shared"],
        ["Follow/Outputs"] = ["Accounts", "Messages", "Output", "Secrets", "Shared"],
        ["Follow/Status"] = ["Accounts", "Follow/Outputs", "Live", "Messages", "Shared"],
        ["Output"] = ["Messages", "Shared"],
        ["Secrets"] = ["Messages", "Shared"],
        ["Shared"] = ["Messages"],
        ["State"] = ["Accounts", "Follow", "Follow/Outputs", "Messages", "Output", "Shared"],
    };

    private static readonly Dictionary<string, string[]> Destinations = new(StringComparer.Ordinal)
    {
        ["Azure"] = ["Http"],
        ["Elasticsearch"] = ["Feeds", "Http"],
        ["Https"] = ["Http"],
        ["Otlp"] = ["Feeds", "Http"],
        ["Sentinel"] = ["Http"],
        ["Splunk"] = ["Feeds", "Http"],
        ["Syslog"] = ["Http"],
    };

    private static readonly Dictionary<string, string[]> Emulator = new(StringComparer.Ordinal)
    {
        ["Access"] = ["Http", "Seeding", "Wire"],
        ["Control"] = ["Access", "Events", "Faults", "Http", "Wire"],
        ["Endpoints"] = ["Access", "Events", "Faults", "Http", "Paging", "Wire"],
        ["Events"] = ["Seeding", "Wire"],
        ["Faults"] = ["Http", "Paging"],
        ["Generation"] = ["Events", "Seeding", "Wire"],
        ["Http"] = ["Wire"],
        ["Paging"] = ["Events", "Seeding", "Wire"],
        ["Replay"] = ["Events", "Wire"],
    };

    private static readonly Dictionary<string, string[]> Fleet = new(StringComparer.Ordinal)
    {
        ["Accounts"] = ["Schema"],
        ["Checkpoints"] = ["Accounts"],
        ["Cluster"] = ["Accounts", "Nodes"],
        ["Commands"] = ["Accounts", "Checkpoints", "Cluster", "Emulation", "Nodes", "Schema", "Status"],
        ["Emulation"] = ["Accounts"],
        ["Nodes"] = ["Accounts", "Schema"],
        ["Status"] = ["Schema"],
    };

    private static readonly Dictionary<string, Dictionary<string, string[]>> AllowedUses = new(StringComparer.Ordinal)
    {
        ["OnePassword.Events"] = Library,
        ["OnePassword.Events.Cli"] = Tool,
        ["OnePassword.Events.Destinations"] = Destinations,
        ["OnePassword.Events.Emulator"] = Emulator,
        ["OnePassword.Events.Fleet"] = Fleet,
        ["OnePassword.Events.Generated"] = new(StringComparer.Ordinal) { ["Client"] = ["Json"] },
        ["OnePassword.Events.Kafka"] = new(StringComparer.Ordinal)
        {
            ["Storage"] = ["Clients"],
            ["Transactions"] = ["Clients", "Storage"],
        },
        ["OnePassword.Events.ObjectStorage"] = new(StringComparer.Ordinal)
        {
            ["Azure"] = ["Http"],
            ["Chain"] = ["Layout"],
            ["S3"] = ["Http"],
        },
        ["OnePassword.Events.ObjectStorage.Parquet"] = [],
        ["OnePassword.Events.PostgreSql"] = new(StringComparer.Ordinal)
        {
            ["Ownership"] = ["Storage"],
            ["Transactions"] = ["Ownership", "Storage"],
        },
        ["OnePassword.Events.Release"] = new(StringComparer.Ordinal) { ["Artifacts"] = ["Components"] },
        ["OnePassword.Events.Stubs"] = [],
    };

    private static IEnumerable<string> Projects => AllowedUses.Keys;

    [Test]
    public void Every_project_has_a_table_of_folders() =>
        Assert.That(AllowedUses.Keys, Is.EquivalentTo(Directory.GetDirectories(Repository.PathOf("src")).Select(Path.GetFileName)));

    [TestCaseSource(nameof(Projects))]
    public void Root_holds_public_types_and_folders_hold_internal_types(string project)
    {
        AssertNone(new ProjectFolders(project).MisplacedTypes());
    }

    [TestCaseSource(nameof(Projects))]
    public void Namespace_of_an_internal_type_is_its_folder(string project)
    {
        AssertNone(new ProjectFolders(project).WrongNamespaces());
    }

    [TestCaseSource(nameof(Projects))]
    public void Files_use_only_the_folders_that_the_table_allows(string project)
    {
        var folders = new ProjectFolders(project);
        var uses = folders.Uses().ToList();
        TestContext.Out.WriteLine(Table(uses));

        var allowed = AllowedUses[project];
        var forbidden = uses.Where(use => !allowed.GetValueOrDefault(use.Folder, []).Contains(use.Used, StringComparer.Ordinal))
            .Select(use => $"{use.File} uses {use.Used}. Move the code, or allow {use.Folder} to use {use.Used} in FolderTests.");
        var unused =
            from entry in allowed
            from used in entry.Value
            where !uses.Exists(use => use.Folder == entry.Key && use.Used == used)
            select $"No file of {entry.Key} uses {used}. Remove {used} from the table of {project}.";
        AssertNone(folders.GlobalUsings().Concat(forbidden).Concat(unused));
    }

    [TestCaseSource(nameof(Projects))]
    public void Folders_do_not_use_each_other_in_a_cycle(string project)
    {
        var rest = new Dictionary<string, string[]>(AllowedUses[project], StringComparer.Ordinal);
        while (rest.Where(entry => !Array.Exists(entry.Value, rest.ContainsKey)).ToList() is { Count: > 0 } leaves)
            leaves.ForEach(entry => rest.Remove(entry.Key));
        Assert.That(rest.Keys, Is.Empty, $"These folders of {project} use each other.");
    }

    private static void AssertNone(IEnumerable<string> problems)
    {
        var lines = string.Join('\n', problems);
        if (lines.Length > 0)
            Assert.Fail(lines);
    }

    private static string Table(IEnumerable<(string File, string Folder, string Used)> uses) => string.Join(
        '\n',
        uses.Select(use => (use.Folder, use.Used)).Distinct().Order()
            .GroupBy(use => use.Folder, use => $"\"{use.Used}\"", StringComparer.Ordinal)
            .Select(folder => $"[\"{folder.Key}\"] = [{string.Join(", ", folder)}],"));
}
