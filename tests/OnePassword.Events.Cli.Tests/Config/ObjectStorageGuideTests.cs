using System.Text.Json;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>The guide of object storage.</summary>
[Category("InProcess")]
public sealed partial class ObjectStorageGuideTests
{
    private static readonly string Guide =
        Repository.Read("src/OnePassword.Events.Cli/docs/object-storage.md".Split('/')).ReplaceLineEndings("\n");

    private static List<string> Json => Blocks("json");

    [Test]
    public void Configurations_are_valid()
    {
        var outputs = Json.Where(json => json.Contains("\"accounts\"", StringComparison.Ordinal))
            .Select(json => ConfigFile.Accepted(json).Outputs.Single()).ToList();
        Assert.That(outputs.Select(output => output.Type), Is.EqualTo(new[] { "s3", "s3", "azure_blob" }));
        Assert.That(outputs, Is.All.InstanceOf<ObjectStorageOutput>());
    }

    [Test]
    public void Other_JSON_applies_to_the_bucket_and_the_prefix_of_the_first_configuration()
    {
        var place = ((ObjectStorageOutput)ConfigFile.Accepted(Json[0]).Outputs.Single()).Location["s3://".Length..];
        var (policy, rules) = (JsonElement.Parse(Json[1]), JsonElement.Parse(Json[^1]));
        Assert.That(
            policy.GetProperty("Statement")[0].GetProperty("Resource").GetString(), Is.EqualTo($"arn:aws:s3:::{place}*"));
        Assert.That(
            rules.GetProperty("Rules")[0].GetProperty("Filter").GetProperty("Prefix").GetString(),
            Is.EqualTo($"{place[(place.IndexOf('/', StringComparison.Ordinal) + 1)..]}events/"));
    }

    [Test]
    [Description("The example for DuckDB had user.email, which sign-in attempts do not have.")]
    public async Task Columns_of_the_queries_are_fields_of_sign_in_attempts()
    {
        var sql = Blocks("sql");
        Assert.That(sql, Has.Count.EqualTo(2).And.All.Contains("/feed=signinattempts/"));
        var columns = DuckDb().Match(sql[0]).Groups["column"].Captures.Select(column => column.Value)
            .Concat(Athena().Match(sql[1]).Groups["column"].Captures.Select(column => column.Value)).ToList();
        Assert.That(columns, Has.Count.EqualTo(6));

        await using var server = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 1 });
        var attempt = JsonElement.Parse(server.ReadAll(EmulatorFeed.SignInAttempts, EmulatorApi.V2).Single().Span);
        foreach (var column in columns)
            Assert.That(HasField(attempt, column.Split('.')), Is.True, column);
    }

    private static List<string> Blocks(string language) =>
        [.. Guide.Split($"\n```{language}\n").Skip(1).Select(block => block.Split("\n```")[0])];

    private static bool HasField(JsonElement value, string[] path) =>
        path is [] || (value.TryGetProperty(path[0], out var inner) && HasField(inner, path[1..]));

    [GeneratedRegex(
        @"\ASELECT (?<column>[a-z_.]+), count[\s\S]* AND (?<column>[a-z_.]+) <> 'success' ", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex DuckDb();

    [GeneratedRegex(
        @"\ACREATE EXTERNAL TABLE [a-z_]+ \(((, )?`?(?<column>[a-z_]+)`? string)+\)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Athena();
}
