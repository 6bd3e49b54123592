using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The examples of the guide for Elasticsearch and OpenSearch, with the emulator as their source.</summary>
[Category("InProcess")]
public sealed class ElasticsearchOutputTests
{
    // The privileges of the API key in the guide.
    private static readonly string[] Privileges =
        ["create_doc", "auto_configure", "read", "maintenance", "view_index_metadata", "monitor"];

    [TestCase("Elasticsearch", "ES_API_KEY")]
    [TestCase("OpenSearch", "OPENSEARCH_PASSWORD")]
    [Property("Statement", 13)]
    [Description("A run that starts anew after a rollover stores no event twice.")]
    public async Task Example_of_the_guide_stores_each_event_once(string heading, string variable)
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var service = await StartAsync(heading == "OpenSearch");
        follower.Environment[variable] = "s3cret";
        var config = follower.Folder.Write("follow.json", Example(heading, follower, service));

        var first = await follower.RunAsync("--config", config, "--once");
        Directory.Delete(follower.State, recursive: true);
        foreach (var index in service.Cluster.Indices.Values)
            index.Rollover();
        var second = await follower.RunAsync("--config", config, "--once");

        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 0)), first.Error + second.Error);
        Assert.That(first.Error + second.Error, Does.Not.Contain("s3cret"));
        Assert.That(service.Cluster.Indices.Keys, Is.EquivalentTo(new[]
        {
            "logs-1password.audit_events-default", "logs-1password.item_usages-default",
            "logs-1password.signin_attempts-default",
        }));
        var ids = service.Cluster.Indices.Values.SelectMany(index => index.Documents).Select(document => document.Id).ToList();
        Assert.That(ids, Has.Count.EqualTo(180));
        Assert.That(ids, Is.Unique);
    }

    [Test, Property("Statement", 24)]
    [Description("config check proves the output without an event.")]
    public async Task Check_of_the_example_reports_version_privileges_and_precision()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var service = await StartAsync(isOpenSearch: false);
        follower.Environment["ES_API_KEY"] = "s3cret";
        var config = follower.Folder.Write("follow.json", Example("Elasticsearch", follower, service));
        await follower.RunAsync("--config", config, "--once");
        var documents = service.Cluster.Indices.Values.Sum(index => index.Documents.Count());

        var runner = new CliRunner
        {
            Environment = { ["OP_EVENTS_TOKEN"] = follower.Server.Token, ["ES_API_KEY"] = "s3cret" },
        };
        var run = await runner.StartAsync(["config", "check", config]);

        Assert.That(run.OutputText, Does.Contain("ok     The service is Elasticsearch 9.1.0."));
        Assert.That(run.OutputText, Does.Contain("ok     The credentials have create_doc, auto_configure, read, maintenance on "));
        Assert.That(run.OutputText, Does.Contain("note   logs-1password.audit_events-default keeps the milliseconds of @timestamp"));
        Assert.That(service.Cluster.Indices.Values.Sum(index => index.Documents.Count()), Is.EqualTo(documents), "no event is sent");
    }

    private static async Task<FakeElasticsearch> StartAsync(bool isOpenSearch)
    {
        var service = await FakeElasticsearch.StartAsync();
        service.IsOpenSearch = isOpenSearch;
        service.Authorization = isOpenSearch
            ? $"Basic {Convert.ToBase64String("op-events:s3cret"u8)}"
            : "ApiKey s3cret";
        service.Privileges.IntersectWith(Privileges);
        return service;
    }

    // Only the two servers differ.
    private static string Example(string heading, FollowFixture follower, FakeElasticsearch service)
    {
        var guide = Repository.Read("src", "OnePassword.Events.Cli", "docs", "destinations.md").ReplaceLineEndings("\n");
        var json = Regex.Match(
            guide[guide.IndexOf($"\n## {heading}\n", StringComparison.Ordinal)..],
            "```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Groups["json"].Value;
        json = Regex.Replace(json, "\"url\": \"[^\"]*\"", $"\"url\": \"{service.Url}\"");
        return json.Replace(
            "\"name\": \"acme\",", $"\"name\": \"acme\", \"url\": \"{follower.Server.BaseAddress}\",", StringComparison.Ordinal);
    }
}
