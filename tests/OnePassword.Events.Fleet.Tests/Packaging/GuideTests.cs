using System.Text.RegularExpressions;
using Npgsql;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Nodes;

namespace OnePassword.Events.Fleet.Tests.Packaging;

/// <summary>The guide names commands, options and metrics that exist.</summary>
public sealed partial class GuideTests
{
    private static readonly string Guide = Repository.Read("src/OnePassword.Events.Fleet/README.md").ReplaceLineEndings("\n");

    [Test]
    public void Commands_of_the_guide_are_valid()
    {
        var commands = Command().Matches(Guide).Select(match => match.Groups["args"].Value).ToList();
        Assert.That(commands, Has.Count.GreaterThan(10));
        foreach (var command in commands)
            PackagingFiles.AssertParses(Word().Matches(command).Select(word => word.Value.Trim('"')));
    }

    [Test]
    public async Task Guide_lists_each_metric_of_a_node()
    {
        var cli = new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, TimeProvider.System);
        await using var database = NpgsqlDataSource.Create("Host=localhost");
        var options = new NodeOptions(PostgreSqlReader.OfOption("--connection", "Host=localhost;Database=events"));
        await using var node = new FleetNode(options, database, cli);
        var metrics = Metric().Matches(new FleetPages(node, () => 1, () => true).Respond("/metrics").Body)
            .Select(match => match.Groups["name"].Value);
        var table = Guide.Split("| Metric | Meaning |")[1].Split("\n\n")[0];
        Assert.That(Row().Matches(table).Select(match => match.Groups["name"].Value), Is.EquivalentTo(metrics));

        var alerts = Guide.Split("```yaml\n")[1].Split("```")[0];
        Assert.That(
            Used().Matches(alerts).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal),
            Is.Not.Empty.And.SubsetOf(metrics));
    }

    // Lines of shell blocks, without comments and other programs.
    [GeneratedRegex("^op-events-fleet (?<args>[^#|\n]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Command();

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();

    [GeneratedRegex("^# TYPE op_events_fleet_(?<name>[a-z_]+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Metric();

    [GeneratedRegex("`(?<name>[a-z]+_[a-z_]+|nodes)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex("op_events_fleet_(?<name>[a-z_]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Used();
}
