using System.Text.Json;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary><c>op-events config elastic-template</c>.</summary>
public sealed class ElasticTemplateTests
{
    [Test]
    public async Task Template_is_one_JSON_object_for_the_data_streams_of_all_feeds()
    {
        var run = await CliRunner.RunAsync("config", "elastic-template", "--retention-days", "30");
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        var template = JsonElement.Parse(run.OutputText);
        Assert.That(template.GetProperty("index_patterns").GetArrayLength(), Is.EqualTo(3));
        Assert.That(template.GetProperty("template").GetProperty("lifecycle").GetProperty("data_retention").GetString(), Is.EqualTo("30d"));
        Assert.That(
            template.GetProperty("template").GetProperty("mappings").GetProperty("properties").TryGetProperty("onepassword", out _));
    }

    [TestCase("--format raw", "integration has the templates for raw events")]
    [TestCase("--index Events", "'Events' cannot be the name of an index")]
    [TestCase("--index a --data-stream b", "use a data stream or an index, not both")]
    [TestCase("--opensearch --retention-days 3", "--retention-days applies to data streams of Elasticsearch only")]
    [TestCase("--format cef", "--format 'cef' is not raw, envelope, ecs or ocsf")]
    public async Task Invalid_combination_is_one_error(string args, string message)
    {
        var run = await CliRunner.RunAsync(["config", "elastic-template", .. args.Split(' ')]);
        Assert.That((run.ExitCode, run.OutputText), Is.EqualTo((2, "")));
        Assert.That(run.Error, Does.Contain(message));
    }
}
