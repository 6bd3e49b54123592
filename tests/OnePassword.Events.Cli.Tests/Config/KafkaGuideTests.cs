using OnePassword.Events.Cli.Dotnet;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>The guide of the output kafka.</summary>
[Category("InProcess")]
public sealed class KafkaGuideTests
{
    private static readonly string Guide = Repository.Read("src/OnePassword.Events.Cli/docs/kafka.md".Split('/')).ReplaceLineEndings("\n");

    [Test]
    public void Example_is_valid()
    {
        var output = ConfigFile.Accepted(Guide.Split("<!-- kafka -->\n```json\n")[1].Split("```")[0]).Outputs.Single();
        Assert.That(output, Is.InstanceOf<KafkaOutput>());
        Assert.That(
            Guide, Does.Contain($"--transactional-id {KafkaProblem.TransactionalIds(((KafkaOutput)output).Options())} --resource-pattern-type prefixed"));
    }
}
