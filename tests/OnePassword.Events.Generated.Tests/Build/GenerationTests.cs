using Newtonsoft.Json.Linq;
using OnePassword.Events.Generated.Tests.OpenApi.Merge;

namespace OnePassword.Events.Generated.Tests.Build;

/// <summary>
/// Builds of a copy of the project. Every test finds the copy up to date and leaves it up to date.
/// </summary>
[TestFixture]
[Category("Build")]
[Category("Slow")]
[NonParallelizable]
public sealed class GenerationTests
{
    private const string V1 = "EventsV1.g.cs";
    private const string V2 = "EventsV2.g.cs";

    private static readonly string[] Both = [V1, V2];

    private static Workspace _workspace = null!;
    private static IReadOnlyList<string> _sources = [];
    private static CommandResult _first = null!;

    [OneTimeSetUp]
    public static async Task BuildCopy()
    {
        _workspace = new Workspace();
        _sources = _workspace.Sources();
        _first = await _workspace.Dotnet("build", Workspace.Project);
    }

    [OneTimeTearDown]
    public static void DeleteCopy() => _workspace.Dispose();

    [Test]
    public void The_first_build_generates_both_clients_and_compiles_them()
    {
        Assert.That(_first.ExitCode, Is.Zero, _first.Output);
        Assert.That(_first.Generated, Is.EqualTo(Both));
        Assert.That(_workspace.PathOf("artifacts/bin/OnePassword.Events.Generated/debug/OnePassword.Events.Generated.dll"),
            Does.Exist);
    }

    [Test]
    public void No_generated_file_is_among_the_sources() => Assert.That(_workspace.Sources(), Is.EqualTo(_sources));

    [Test]
    public async Task An_unchanged_build_generates_nothing()
    {
        var before = Times();

        var again = await _workspace.Dotnet("build", Workspace.Project, "--no-restore");

        Assert.That(again.ExitCode, Is.Zero, again.Output);
        Assert.That(again.Generated, Is.Empty);
        Assert.That(Times(), Is.EqualTo(before));
    }

    [TestCase("openapi/1password-events-v1.yaml", V1)]
    [TestCase("openapi/1password-events-v2.yaml", V2)]
    public async Task A_changed_specification_regenerates_only_its_client(string spec, string client)
    {
        var before = Times();

        var result = await Change(spec);

        Assert.That(result.Generated, Is.EqualTo([client]));
        Assert.That(Times().Except(before).Select(time => time.Key), Is.EqualTo([client]));
    }

    [TestCase("nswag.json")]
    [TestCase("openapi/templates/Enum.liquid")]
    public async Task A_changed_setting_or_template_regenerates_both(string file)
    {
        var before = Times();

        var result = await Change(file);

        Assert.That(result.Generated, Is.EqualTo(Both));
        Assert.That(Times().Except(before).Select(time => time.Key), Is.EquivalentTo(Both));
    }

    [Test]
    public async Task A_removed_template_regenerates_both()
    {
        var template = _workspace.PathOf("openapi/templates/Gone.liquid");
        await File.WriteAllTextAsync(template, "");
        await Generate();

        File.Delete(template);

        Assert.That((await Generate()).Generated, Is.EqualTo(Both));
        Assert.That((await Generate()).Generated, Is.Empty);
    }

    [Test]
    public void No_temporary_file_is_left_beside_the_generated_code() =>
        Assert.That(
            Directory.EnumerateFiles(_workspace.Generated()).Select(path => Path.GetFileName(path)),
            Is.EquivalentTo([.. Both, "inputs.txt"]));

    [Test]
    public async Task A_clean_removes_the_generated_code_and_the_next_build_generates_it()
    {
        var clean = await _workspace.Dotnet("clean", Workspace.Project);

        Assert.That(clean.ExitCode, Is.Zero, clean.Output);
        Assert.That(_workspace.Generated(), Does.Not.Exist);
        Assert.That((await Generate()).Generated, Is.EqualTo(Both));
    }

    [Test]
    public async Task An_official_specification_is_merged_first_and_its_differences_are_reported()
    {
        var official = OfficialSpec.Make();
        official.Properties("SignInAttemptV2")["risk"] = new JObject { ["type"] = "string" };
        await File.WriteAllTextAsync(_workspace.PathOf("official.json"), official.ToString());

        var result = await _workspace.Dotnet("build", Workspace.Project, "-t:Regenerate", "-p:OfficialSpec=official.json");

        Assert.That(result.ExitCode, Is.Zero, result.Output);
        Assert.That(result.Lines, Does.Contain("additive  field      SignInAttempt.risk (string)"));
        Assert.That(result.Generated, Is.EqualTo(Both));
        Assert.That(await File.ReadAllTextAsync(_workspace.Generated(V2)), Does.Contain(" Risk { get;"));
        File.Copy(Repository.PathOf("openapi", "1password-events-v2.yaml"),
            _workspace.PathOf("openapi", "1password-events-v2.yaml"), overwrite: true);
        File.Delete(_workspace.PathOf("official.json"));
        await Generate();
    }

    [Test]
    public async Task A_missing_official_specification_is_an_error_and_nothing_is_generated()
    {
        var result = await _workspace.Dotnet("build", Workspace.Project, "-t:Regenerate", "-p:OfficialSpec=gone.yaml");

        Assert.That(result.ExitCode, Is.Not.Zero);
        Assert.That(result.Errors.Single(),
            Does.Contain("OPE005").And.Contain(_workspace.PathOf("gone.yaml: the file does not exist.")));
        Assert.That(result.Generated, Is.Empty);
    }

    [Test]
    public async Task A_build_needs_only_a_shell_on_the_PATH()
    {
        using var path = new ShellOnlyPath();

        var result = await _workspace.Run(path.Folder, "build", Workspace.Project, $"-p:ArtifactsPath={path.Folder}/artifacts");

        Assert.That(result.ExitCode, Is.Zero, result.Output);
        Assert.That(result.Generated, Is.EqualTo(Both));
    }

    [Test]
    public async Task A_build_before_the_restore_fails_with_one_error()
    {
        var result = await Generate($"-p:ArtifactsPath={_workspace.PathOf("unrestored")}");

        Assert.That(result.ExitCode, Is.Not.Zero);
        Assert.That(result.Errors.ToArray(), Has.Length.EqualTo(1), result.Output);
        Assert.That(result.Errors.First(), Does.Contain("OPE003").And.Contain("NSwag.MSBuild").And.Contain("dotnet restore"));
    }

    [Test]
    public async Task Another_version_of_NSwag_regenerates_both_clients()
    {
        var result = await Generate("-p:NSwagVersion=14.7.1-other");

        Assert.That(result.Generated, Is.EqualTo(Both));
        Assert.That((await Generate()).Generated, Is.EqualTo(Both));
    }

    private static Task<CommandResult> Generate(params string[] properties) =>
        _workspace.Dotnet(["msbuild", Workspace.Project, "-t:GenerateClients", .. properties]);

    // White space at the end changes the file but not the generated code.
    private static async Task<CommandResult> Change(string file)
    {
        await File.AppendAllTextAsync(_workspace.PathOf(file), "\n");
        return await Generate();
    }

    private static Dictionary<string, DateTime> Times() =>
        Both.ToDictionary(file => file, file => File.GetLastWriteTimeUtc(_workspace.Generated(file)), StringComparer.Ordinal);
}
