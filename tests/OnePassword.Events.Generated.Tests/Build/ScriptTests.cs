using OnePassword.Events.Generated.Tests.OpenApi.Merge;

namespace OnePassword.Events.Generated.Tests.Build;

/// <summary>build.ps1 in the PowerShell of the tool manifest, on a copy of the project.</summary>
[TestFixture]
[Category("Build")]
[Category("Slow")]
public sealed class ScriptTests
{
    private static Workspace _workspace = null!;

    [OneTimeSetUp]
    public static async Task FindPowerShell()
    {
        _workspace = new Workspace();
        if ((await _workspace.Dotnet("tool", "run", "pwsh", "-Version")).ExitCode != 0)
            Assert.Ignore("PowerShell is not restored. Run: dotnet tool restore");
    }

    [OneTimeTearDown]
    public static void DeleteCopy() => _workspace.Dispose();

    [Test]
    public async Task A_specification_is_merged_when_its_path_has_characters_that_MSBuild_splits_at()
    {
        var file = _workspace.PathOf("official, 100%20 'new'; v1.json");
        await File.WriteAllTextAsync(file, OfficialSpec.Make().ToString());

        var result = await _workspace.Script("-Task", "Regenerate", "-OfficialSpec", file);

        Assert.That(result.ExitCode, Is.Zero, result.Output);
        Assert.That(result.Lines, Has.Some.EndsWith("the public surface is unchanged."));
        Assert.That(result.Generated, Is.EqualTo(new[] { "EventsV1.g.cs", "EventsV2.g.cs" }));
    }

    [TestCase("gone.yaml")]
    [TestCase("openapi")]
    [TestCase("")]
    public async Task A_specification_that_is_not_a_file_is_reported_in_one_line(string path)
    {
        var result = await _workspace.Script("-Task", "Regenerate", "-OfficialSpec", path);

        Assert.That(result.Output.Trim(), Is.EqualTo($"build.ps1: -OfficialSpec: the file '{path}' does not exist."));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [TestCase("Build")]
    [TestCase("Test")]
    public async Task A_specification_for_a_task_that_does_not_use_it_is_an_error(string task)
    {
        var result = await _workspace.Script("-Task", task, "-OfficialSpec", "nswag.json");

        Assert.That(result.Output.Trim(), Is.EqualTo($"build.ps1: -OfficialSpec requires -Task Regenerate. Task {task} does not use it."));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Other_arguments_are_passed_on_to_dotnet()
    {
        var result = await _workspace.Script("-Task", "Clean", Workspace.Project, "--getProperty:PackageLicenseExpression");

        Assert.That(result.Output.Trim(), Is.EqualTo("MIT"));
    }

    [Test]
    public async Task The_script_fails_when_dotnet_fails()
    {
        var result = await _workspace.Script("-Task", "Build", "gone.csproj");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Errors.Single(), Does.Contain("MSB1009"));
    }
}
