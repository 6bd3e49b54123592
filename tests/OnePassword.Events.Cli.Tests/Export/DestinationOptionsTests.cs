using OnePassword.Events.Cli.Tests.Support;
using static OnePassword.Events.Cli.Tests.Export.DestinationExport;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>The options of <c>export --to</c>.</summary>
[Category("InProcess")]
public sealed class DestinationOptionsTests
{
    [TestCase("other", "--to other: acme has no destination of this name or type. Use --to a or b.")]
    [TestCase("https", "--to https: acme has 2 destinations of this name or type. Use --to a or b.")]
    [TestCase("files", "--to files: acme has no destination of this name or type. Use --to a or b.")]
    public async Task Unknown_or_ambiguous_destination_of_a_file_is_rejected(string to, string problem)
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        var config = WriteConfig(
            fixture, """{ "type": "files" }, { "type": "https", "name": "a", "url": "https://a" }, { "type": "https", "name": "b", "url": "https://b" }""");
        (await RunAsync(fixture, "--config", config, "--to", to)).FailedWith(2, problem);
        Assert.That(fixture.Server.Requests, Is.Empty);
    }

    [TestCase("--to https --set url=https://a", "--state is missing. Specify a folder for the progress of the export.")]
    [TestCase("--to https --set url=https://a --state s --name x --gzip --overwrite", "--to cannot be combined with --name, --gzip, --overwrite.")]
    [TestCase("--to https --set url=https://a --state s --output -", "--to cannot be combined with --output.")]
    [TestCase("--to files --state s", "--to requires a destination. For files and standard output, use --output.")]
    [TestCase("--to splnk --state s", "--to splnk: type: 'splnk' is not ")]
    [TestCase("--to https --state s", "--to https: url: is missing")]
    [TestCase("--state s", "--state requires --to.")]
    [TestCase("--set url=https://a", "--set requires --to.")]
    [TestCase("--config f --to https --set url=https://a", "--config cannot be combined with --set. Put these settings into the file.")]
    [TestCase("--to https --set url=https://a --set token.env=NONE_SUCH --state s", "there is no token in the environment variable NONE_SUCH.")]
    public async Task Invalid_options_are_rejected_before_any_request(string options, string problem)
    {
        await using var fixture = await CliFixture.StartAsync(Server);
        string[] url = options.StartsWith("--config", StringComparison.Ordinal) ? [] : ["--url", fixture.Url];
        var run = await RunAsync(fixture, [.. url, .. options.Split(' ')]);
        Assert.That(run.ExitCode, Is.EqualTo(2), run.Error);
        Assert.That(run.Error, Does.Contain(problem));
        Assert.That(fixture.Server.Requests, Is.Empty);
    }
}
