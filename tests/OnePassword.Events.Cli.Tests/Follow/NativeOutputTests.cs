using OnePassword.Events.Cli.Tests.Config;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Outputs that the native file does not contain.</summary>
public sealed class NativeOutputTests
{
    private const string Problem =
        "this op-events is one native file, which has no output kafka. Install the .NET tool: dotnet tool install --global op-events";

    [SetUp]
    public void SetUp()
    {
        if (!BuiltTool.IsNamed)
            Assert.Ignore($"Requires the native file. Set {BuiltTool.Variable} to its path.");
    }

    [TestCase("config", "check")]
    [TestCase("follow", "--config")]
    public async Task Output_is_a_problem_of_the_file(params string[] command)
    {
        using var file = new ConfigFile();
        await File.WriteAllTextAsync(file.Path, ConfigSample.Output("kafka"));
        var run = await CliRunner.RunAsync([.. command, file.Path]);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain($"{file.Path}(2,13): outputs[0]: {Problem}\n"));
    }

    [Test]
    public async Task Output_is_a_problem_of_the_option()
    {
        var run = await CliRunner.RunAsync("follow", "--to", "kafka", "--set", "bootstrap_servers=kafka:9093");
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain($"--to kafka: {Problem}\n"));
    }

    [Test]
    public async Task Format_of_objects_is_a_problem_of_the_file()
    {
        using var file = new ConfigFile();
        await File.WriteAllTextAsync(file.Path, ConfigSample.Output("s3", "\"bucket\": \"events\",\n\"format\": \"parquet\""));
        var run = await CliRunner.RunAsync("config", "check", file.Path);
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain($"{file.Path}(4,11): outputs[0].format: this op-events is one native file, which has no format parquet. "));
    }

    [TestCase("follow", "--help")]
    [TestCase("config", "schema")]
    [TestCase("[suggest]", "op-events follow --to k")]
    public async Task Output_is_in_the_help_the_schema_and_the_completion(params string[] command)
    {
        var run = await CliRunner.RunAsync(command);
        Assert.That(run.OutputText, Does.Contain("kafka"));
    }
}
