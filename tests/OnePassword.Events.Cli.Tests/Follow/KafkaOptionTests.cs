using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The output kafka, with the options of commands. No brokers are needed.</summary>
[Category("InProcess")]
public sealed class KafkaOptionTests
{
    [Test]
    public async Task Export_does_not_accept_Kafka()
    {
        var run = await CliRunner.RunAsync("export", "--emulator", "--to", "kafka", "--set", "bootstrap_servers=kafka:9093", "--state", "state");
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("op-events follow --once"));
    }

    [Test]
    public async Task State_folder_is_required_for_dead_letters()
    {
        var run = await CliRunner.RunAsync("follow", "--emulator", "--once", "--to", "kafka", "--set", "bootstrap_servers=kafka:9093");
        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("--state is missing. Specify a folder for dead letters"));
    }
}
