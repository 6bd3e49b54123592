using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>A time range beyond the retention is reported, because it would look like one without events.</summary>
public sealed class RetentionTests
{
    [TestCase("121d", true)]
    [TestCase("2020-01-01T00:00:00Z", true)]
    [TestCase("120d", false)]
    [TestCase("24h", false)]
    public async Task Export_beyond_the_retention_is_noted(string since, bool isNoted)
    {
        await using var fixture = await CliFixture.StartAsync();
        var run = await fixture.ExportAsync("--since", since);
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Error.Contains("The API keeps events for 120 days", StringComparison.Ordinal), Is.EqualTo(isNoted));
    }
}
