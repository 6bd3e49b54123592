using System.Buffers.Text;
using System.Text;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Accounts;

/// <summary>The server that requests are sent to.</summary>
public sealed class ServerTests
{
    [Test]
    public async Task Address_option_takes_precedence_over_the_token()
    {
        await using var server = await RecordingServer.StartAsync();
        var run = await ToolFor("events.1password.eu").StartAsync(["introspect", "--url", server.Url]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(server.Requests, Has.Exactly(1).Items);
    }

    [Test]
    public async Task Address_can_have_a_path()
    {
        await using var server = await RecordingServer.StartAsync();
        await ToolFor("events.1password.eu").StartAsync(["introspect", "--url", server.Url + "/1password"]);
        Assert.That(server.Requests.Single().Path, Does.StartWith("/1password/api/"));
    }

    [TestCase("evil.example")]
    [TestCase("events.1password.com.evil.example")]
    [TestCase("127.0.0.1:8080")]
    public async Task Token_for_a_host_outside_1Password_is_not_sent(string host) =>
        (await ToolFor(host).StartAsync(["introspect"])).FailedWith(2, host, "--region", "--url");

    [Test]
    public async Task Token_without_a_region_requires_an_option() =>
        (
            await new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = "opaque-t0ken" } }.StartAsync(["introspect"])).FailedWith(2, "names no region", "--region", "--url");

    [TestCase("uk")]
    [TestCase("")]
    public async Task Unknown_region_is_rejected_with_the_known_ones(string region) =>
        (await ToolFor("events.1password.eu").StartAsync(["introspect", "--region", region])).FailedWith(2, "us, ca, eu, ent");

    [TestCase("http://events.1password.com", "plain http")]
    [TestCase("http://127.0.0.1.evil.example", "plain http")]
    [TestCase("ftp://events.1password.com", "https")]
    [TestCase("events.1password.com", "absolute")]
    [TestCase("https://", "--url")]
    [TestCase("http://[::1", "--url")]
    [TestCase("", "absolute")]
    [TestCase("https://user:pw@events.1password.com", "user")]
    [TestCase("https://events.1password.com/?a=b", "query")]
    public async Task Unsafe_address_is_rejected(string url, string expected) =>
        (await ToolFor("events.1password.eu").StartAsync(["introspect", "--url", url])).FailedWith(2, expected);

    [TestCase("--region eu --url https://events.1password.eu", "--region and --url")]
    [TestCase("--token-stdin --token-file token", "--token-file and --token-stdin")]
    [TestCase("--emulator --url http://127.0.0.1:1", "--emulator has its own")]
    [TestCase("--emulator --region eu", "--emulator has its own")]
    [TestCase("--emulator --token-file token", "--emulator has its own")]
    [TestCase("--emulator --token-stdin", "--emulator has its own")]
    [TestCase("--api v3", "v3")]
    [TestCase("--api V2", "V2")]
    public async Task Contradictory_account_options_are_rejected(string options, string expected)
    {
        foreach (var command in new[] { "export", "introspect" })
            (await CliRunner.RunAsync([command, .. options.Split(' ')])).FailedWith(2, expected);
    }

    private static CliRunner ToolFor(string audience)
    {
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"aud":["{{audience}}"]}"""));
        return new CliRunner { Environment = { ["OP_EVENTS_TOKEN"] = $"eyJhbGciOiJFUzI1NiJ9.{claims}.c2lnbmF0dXJl" } };
    }
}
