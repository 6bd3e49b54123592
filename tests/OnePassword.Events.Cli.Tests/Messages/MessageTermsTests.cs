using System.Text;
using System.Text.RegularExpressions;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Messages;

/// <summary>Messages name options of the tool, and no type or member of the library.</summary>
public sealed partial class MessageTermsTests
{
    private static readonly EmulatorOptions Small = new() { EventsPerFeed = 50, Now = TimeProvider.System.GetUtcNow() };

    // A name of one word is also a word of a sentence.
    private static readonly HashSet<string> LibraryNames =
    [
        .. new[] { typeof(EventsClient).Assembly, typeof(EventTime).Assembly }.SelectMany(assembly => assembly.GetExportedTypes())
            .SelectMany(type => type.GetMembers().Select(member => member.Name).Append(type.Name.Split('`')[0]))
            .Where(name => SeveralWords().IsMatch(name)),
    ];

    private static IEnumerable<Fault> Faults =>
    [
        .. new[] { 302, 400, 401, 403, 404, 405, 407, 408, 418, 429, 500, 503 }.Select(status => new Fault { Status = status }),
        .. Enum.GetValues<FaultMode>().Except([FaultMode.None]).Select(mode => new Fault { Mode = mode, Times = 50 }),
        new Fault { Body = "<html>Please sign in</html>", ContentType = "text/html" },
        new Fault { Body = """{"items":[],"has_more":false""" },
        new Fault { Body = "[]" },
    ];

    [Test]
    [Category("InProcess")]
    public async Task Failures_of_the_server_are_explained_without_names_of_the_library(
        [ValueSource(nameof(Faults))] Fault fault, [Values] bool introspect, [Values] bool continuation)
    {
        var injected = fault with
        {
            Introspect = introspect,
            Feed = introspect ? null : EmulatorFeed.AuditEvents,
            After = continuation && !introspect ? 1 : 0,
        };
        await using var fixture = await CliFixture.StartAsync(Small, Tool(), injected);
        AssertTerms(await fixture.ExportAsync("auditevents", "--verbose", "--page-size", "10", "--parallel", "1"));
        fixture.Server.Inject(injected);
        AssertTerms(await FollowAsync(fixture, "--verbose"));
    }

    [Test]
    [Category("InProcess")]
    public async Task Page_that_is_too_large_is_explained_without_names_of_the_library()
    {
        await using var fixture = await CliFixture.StartAsync(
            Small, new CliRunner { Resilience = resilience => (resilience.MaxResponseBytes, resilience.Retry.MaxRetryAttempts) = (1_024, 0) });
        AssertTerms(await fixture.ExportAsync("auditevents", "--page-size", "10", "--parallel", "1"));
        AssertTerms(await FollowAsync(fixture, "--verbose"));
    }

    [TestCase("{}")]
    [TestCase("""{"version":99,"sha256":""}""")]
    [TestCase("")]
    public async Task Unusable_checkpoint_is_explained_without_names_of_the_library(string content)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        Assert.That((await FollowAsync(fixture)).ExitCode, Is.Zero);
        await File.WriteAllTextAsync(Path.Combine(fixture.Folder["s"], "auditevents.json"), content);
        AssertTerms(await fixture.Runner.StartAsync(["state", "show", "--state", fixture.Folder["s"]]));
        var run = await FollowAsync(fixture);
        AssertTerms(run);
        Assert.That((run.ExitCode, run.Error.Contains("op-events state", StringComparison.Ordinal)), Is.EqualTo((7, true)), run.Error);
    }

    [Test]
    public async Task Checkpoint_of_another_version_of_the_API_is_explained_in_terms_of_the_tool()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        Assert.That((await FollowAsync(fixture)).ExitCode, Is.Zero);
        var run = await FollowAsync(fixture, "--api", "v1");
        AssertTerms(run);
        Assert.That((run.ExitCode, run.Error.Contains("--state", StringComparison.Ordinal)), Is.EqualTo((7, true)), run.Error);
    }

    [TestCase("not-a-web-token")]
    [TestCase("a b")]
    [TestCase("eyJhbGciOiJub25lIn0.eyJhdWQiOlsiZXhhbXBsZS5jb20iXX0.x")]
    public async Task Token_without_a_region_is_explained_in_terms_of_the_tool(string token)
    {
        var run = await new CliRunner { Input = token }.StartAsync(["introspect", "--token-stdin"]);
        AssertTerms(run);
        Assert.That(run.ExitCode, Is.EqualTo(2), run.Error);
    }

    [Test]
    public async Task Failure_of_an_account_is_named_once()
    {
        await using var fixture = await CliFixture.StartAsync(Small, new Fault { Introspect = true, Status = 401, Times = 9 });
        var file = fixture.Folder.Write("follow.json", $$$"""{"state":"s","outputs":[{"type":"files","folder":"o"}],"accounts":[{"name":"acme","url":"{{{fixture.Url}}}","token":{"env":"OP_EVENTS_TOKEN"}}]}""");
        var run = await fixture.Runner.StartAsync(["follow", "--config", file, "--once"]);
        Assert.That(run.ExitCode, Is.EqualTo(3), run.Error);
        Assert.That(run.ErrorLines.Single().Split("acme"), Has.Length.EqualTo(2), run.Error);
    }

    private static void AssertTerms(CliResult run)
    {
        var words = Word().Matches(run.Error + Encoding.UTF8.GetString(run.Output)).Select(match => match.Value);
        Assert.That(words.Where(LibraryNames.Contains), Is.Empty, run.Error);
    }

    private static CliRunner Tool() => new()
    {
        Resilience = resilience =>
        {
            (resilience.Retry.MaxRetryAttempts, resilience.Retry.Delay) = (1, TimeSpan.FromMilliseconds(1));
            (resilience.AttemptTimeout, resilience.TotalRequestTimeout) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2));
        },
    };

    private static Task<CliResult> FollowAsync(CliFixture fixture, params string[] args) => fixture.Runner.StartAsync(
        ["follow", "auditevents", "--url", fixture.Url, "--once", "--output", fixture.Folder["o"], "--state", fixture.Folder["s"], .. args]);

    [GeneratedRegex("^[A-Z][a-z0-9]+([A-Z][a-z0-9]*)+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SeveralWords();

    [GeneratedRegex("[A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Word();
}
