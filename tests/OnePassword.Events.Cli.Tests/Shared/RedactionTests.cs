using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Shared;

/// <summary>The output shows no token and no password, and contains no control characters.</summary>
public sealed class RedactionTests
{
    private static readonly string[] Misplaced = ["ops_eyJhbGciOiJFUzI1NiJ", "0123456789abcdefABCDEF"];

    [Test]
    public async Task Misplaced_token_on_the_command_line_is_not_shown(
        [ValueSource(nameof(Misplaced))] string token,
        [Values("introspect TOKEN", "TOKEN", "export TOKEN", "introspect --region TOKEN", "introspect --url TOKEN", "introspect --api TOKEN", "introspect --token-file TOKEN",
            "export --since TOKEN", "export --page-size TOKEN", "export --quota TOKEN", "follow --state s --poll TOKEN", "follow --config TOKEN", "state show --state TOKEN", "emulator --seed TOKEN")] string line)
    {
        var tool = new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "s3cret" }, Secrets = { token } };
        (await tool.StartAsync(line.Replace("TOKEN", token, StringComparison.Ordinal).Split(' '))).FailedWith(2);
    }

    [Test]
    public async Task Misplaced_token_in_the_configuration_is_not_shown([ValueSource(nameof(Misplaced))] string token)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("follow.json", $$$"""{"state":"s","{{{token}}}":1,"accounts":[{"name":"a","region":"{{{token}}}","token":{"env":"X"}}]}""");
        var run = await new CliRunner { Secrets = { token } }.StartAsync(["config", "check", file]);
        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((2, 2)), run.Error);
    }

    [TestCase("introspect", "--api", "v\u001b[31m3")]
    [TestCase("introspect", "--token-file", "no\u001b]0;such\u0007\nfile")]
    [TestCase("state", "show", "--state", "a\r\nb\u202E")]
    public async Task Control_characters_of_an_argument_do_not_reach_the_terminal(params string[] args)
    {
        var run = await new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "s3cret" } }.StartAsync(args);
        run.FailedWith(2);
        Assert.That(run.Error.TrimEnd('\r', '\n').Any(c => char.IsControl(c) || c == '\u202E'), Is.False);
    }

    [Test]
    public async Task Token_echoed_by_introspection_is_not_shown()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions { Token = "header0AbCdEfGh.payload1IjKlMnOp" });
        fixture.Server.Inject(new Fault { Introspect = true, Body = """{"uuid":"hEADER0aBcDeFgH\u001b[2J","features":["header0AbCdEfGh.payload1IjKlMnOp"]}""" });
        var run = await fixture.Runner.StartAsync(["introspect", "--url", fixture.Url]);
        Assert.That(run.OutputText, Does.Contain("integration  (the token)[2J").And.Contain("can read     (the token)"));
    }

    [TestCase("emulator", "--port", "many", "--port 'many' is not a whole number")]
    [TestCase("emulator", "--late", "often", "--late 'often' is not a number")]
    [TestCase("export", "--page-size", "99999999999999", "--page-size '99999999999999' is not a whole number from 1 to 1000")]
    public async Task Invalid_value_is_rejected_without_a_type_name(string command, string option, string value, string expected)
    {
        var run = await CliRunner.RunAsync(command, option, value);
        run.FailedWith(2, expected);
        Assert.That(run.Error, Does.Not.Contain("System."));
    }

    [TestCase("Bearer secret", "'Bearer'")]
    [TestCase("\"secret\"", "quotation marks")]
    [TestCase("OP_EVENTS_TOKEN=secret", "name of a variable")]
    public async Task Token_pasted_with_surrounding_text_gets_a_hint(string token, string hint) =>
        (await new CliRunner { Input = token }.StartAsync(["introspect", "--region", "eu", "--token-stdin"])).FailedWith(2, hint);

    [Test]
    public async Task Byte_order_mark_before_the_token_is_ignored()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions());
        var run = await new CliRunner { Input = "\uFEFF" + fixture.Server.Token }.StartAsync(
            ["introspect", "--url", fixture.Url, "--token-stdin"]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
    }

    [Test]
    [Category("InProcess")]
    public async Task Warning_names_the_account_of_the_configuration()
    {
        await using var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = 1 }, new Fault { Introspect = true, Status = 500 });
        var file = fixture.Folder.Write("follow.json", $$$"""{"state":"s","outputs":[{"type":"files","folder":"o"}],"accounts":[{"name":"acme","url":"{{{fixture.Url}}}","token":{"env":"OP_EVENTS_TOKEN"}}]}""");
        var tool =
            new CliRunner { Clock = new FakeTimeProvider(CliFixture.Now), Environment = { ["OP_EVENTS_TOKEN"] = fixture.Server.Token }, Resilience = resilience => resilience.Retry.Delay = TimeSpan.Zero };
        var run = await tool.StartAsync(["follow", "--config", file, "--once"]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines, Has.One.Match(@"^introspect at 127[0-9.:]+ \(acme\): attempt 1 of "));
    }
}
