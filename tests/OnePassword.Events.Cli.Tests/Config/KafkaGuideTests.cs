using OnePassword.Events.Cli.Dotnet;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>The guide of the output kafka.</summary>
[Category("InProcess")]
public sealed class KafkaGuideTests
{
    private static readonly string Guide = Repository.Read("src/OnePassword.Events.Cli/docs/kafka.md".Split('/')).ReplaceLineEndings("\n");

    [Test]
    public void Example_is_valid() => Assert.That(
        Guide, Does.Contain($"--transactional-id {KafkaProblem.TransactionalIds(Example().Options())} --resource-pattern-type prefixed"));

    [Test]
    public void Config_check_prints_the_commands_of_the_guide_for_the_brokers_of_the_file()
    {
        var output = Example();
        var commands = Guide.Replace(" \\\n ", "", StringComparison.Ordinal).Split('\n').Where(line => line.Contains(" --create ", StringComparison.Ordinal))
            .Select(line => line.Replace("kafka-1.example.com:9092 --create", $"{output.Client.BootstrapServers} --command-config admin.properties --create --if-not-exists", StringComparison.Ordinal));
        Assert.That(KafkaProbe.Commands(output), Is.EqualTo(commands).And.Exactly(2).Items);
    }

    private static KafkaOutput Example() => (KafkaOutput)ConfigFile.Accepted(
        Guide.Split("<!-- kafka -->\n```json\n")[1].Split("```")[0]).Outputs.Single();
}
