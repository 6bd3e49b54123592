using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Commands;

/// <summary>The exit code and the message of a failure that the tool retries until its time is over.</summary>
[Category("Slow")]
public sealed class RetriedFailureTests
{
    [Test]
    public async Task Malformed_response_is_a_server_failure(
        [Values(FaultMode.Reset, FaultMode.Truncate, FaultMode.WrongLength, FaultMode.EmptyBody, FaultMode.Stall)]
        FaultMode mode) =>
        await FailsAsync(new Fault { Introspect = true, Mode = mode, Times = 100 }, 5, "127.0.0.1");

    [TestCase(500, 5)]
    [TestCase(502, 5)]
    [TestCase(503, 5)]
    [TestCase(429, 4)]
    public async Task Status_that_does_not_improve_is_reported(int status, int exitCode) =>
        await FailsAsync(
            new Fault { Introspect = true, Status = status, RetryAfter = "7200", Times = 100 }, exitCode,
            $"the server returned {status}");

    [Test]
    public async Task Page_of_a_proxy_is_not_shown() => await FailsAsync(
        new Fault { Introspect = true, Body = "<html>Please sign in</html>", ContentType = "text/html", Times = 100 }, 5, "not JSON");

    private static async Task FailsAsync(Fault fault, int exitCode, string reason)
    {
        await using var fixture = await CliFixture.StartAsync(fault);
        using var tool = CliProcess.Start(fixture.Server.Token, "introspect", "--url", fixture.Url, "--timeout", "3s");
        var (actual, output, error) = await tool.EndAsync();
        Assert.That((actual, output), Is.EqualTo((exitCode, "")), error);
        Assert.That(error, Does.Contain("introspect at 127.0.0.1").And.Contain(reason));
        Assert.That(error, Does.Not.Contain(fixture.Server.Token).And.Not.Contain("html").And.Not.Contain("   at "));
    }
}
