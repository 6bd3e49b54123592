using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>The table of the configuration guide has a row for each key of the schema and of each option of follow.</summary>
[Category("InProcess")]
public sealed class ConfigurationGuideTests
{
    private const string Guide = "src/OnePassword.Events.Cli/docs/configuration.md";

    // They have no key: the first three choose what one run does, and a file names its tokens by account.
    private static readonly string[] OptionsWithoutKey = ["--once", "--config", "--emulator", "--token-stdin", "--help"];

    private static readonly List<string[]> Rows =
    [
        .. Repository.Read(Guide.Split('/')).ReplaceLineEndings("\n").Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line[2..^2].Split(" | "))
            .Where(cells => cells.Length == 5),
    ];

    private static IEnumerable<SchemaKey> Keys => SchemaKey.All.Concat(SchemaKey.Outputs.SelectMany(output => output.Keys));

    private static IEnumerable<string> FollowOptions =>
        FollowCommand.Create(new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, TimeProvider.System))
            .Options.Select(option => option.Name);

    [Test]
    public void Every_key_of_the_schema_has_a_row_with_its_value_default_and_meaning()
    {
        var expected = Keys.Select(key => $"| `{key.Path}` | {key.Value} | {key.Default} | {key.Meaning} |").ToList();
        var actual = Rows.Select(cells => $"| {string.Join(" | ", cells[..4])} |").ToList();
        Assert.That(
            actual,
            Is.EqualTo(expected),
            $"{Guide} lacks these rows, in the order of the schema. The last column is the option with the same meaning:\n"
                + string.Join('\n', expected.Except(actual, StringComparer.Ordinal))
                + "\nIt has these rows, which differ from Config/follow.schema.json:\n"
                + string.Join('\n', actual.Except(expected, StringComparer.Ordinal)));
    }

    [Test]
    public void Every_type_of_output_has_a_section_with_its_description()
    {
        var guide = Repository.Read(Guide.Split('/')).ReplaceLineEndings("\n");
        Assert.That(SchemaKey.Outputs.Select(output => output.Type), Is.EqualTo(OutputsReader.Types));
        foreach (var (type, description, _) in SchemaKey.Outputs)
            Assert.That(guide, Does.Contain($"\n### `{type}`\n\n{description}\n"));
    }

    [Test]
    public void Every_option_of_follow_is_named_in_the_row_of_its_key() =>
        Assert.That(
            Rows.Select(cells => cells[4].Trim('`')).Where(option => option is not "none").Distinct(StringComparer.Ordinal),
            Is.EquivalentTo(FollowOptions.Except(OptionsWithoutKey, StringComparer.Ordinal).Append("<feed>")));

    [Test]
    public void Readme_and_the_follow_guide_link_to_the_table()
    {
        Assert.That(Repository.Read("README.md"), Does.Contain($"({Guide})"));
        Assert.That(Repository.Read("src", "OnePassword.Events.Cli", "docs", "follow.md"), Does.Contain("(configuration.md)"));
    }
}
