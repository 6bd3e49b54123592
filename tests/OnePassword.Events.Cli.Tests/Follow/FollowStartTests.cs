using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

public sealed class FollowStartTests
{
    [TestCase("2026-01-30", "2026-01-30T00:00:00Z")]
    [TestCase("yesterday", "2026-01-30T00:00:00Z")]
    [TestCase("now", "2026-01-31T12:00:00Z")]
    public async Task Since_accepts_a_date_and_a_word(string since, string start)
    {
        await using var server = await RecordingServer.StartAsync();
        using var folder = new TemporaryFolder();
        var tool = new CliRunner { Clock = new FakeTimeProvider(CliFixture.Now), Environment = { ["OP_EVENTS_TOKEN"] = "s3cret" } };
        var run = await tool.StartAsync(
            ["follow", "auditevents", "--since", since, "--url", server.Url, "--once", "--output", folder.Path, "--state", folder["state"]]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(server.Queries.First().GetProperty("start_time").GetString(), Is.EqualTo(start));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    [Description("Regression: follow retried indefinitely with a checkpoint that cannot be read.")]
    public async Task Checkpoint_that_cannot_be_read_fails_at_once_with_one_message()
    {
        await using var follower = await FollowFixture.CreateAsync();
        Directory.CreateDirectory(follower.State);
        File.CreateSymbolicLink(Path.Combine(follower.State, "auditevents.json"), "elsewhere");

        var run = await follower.RunAsync(
            "auditevents", "--url", follower.Server.BaseAddress.AbsoluteUri, "--output", follower.Out, "--state", follower.State);

        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.ErrorLines.Where(line => line.Contains("auditevents.json", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1), run.Error);
    }

    [Test]
    public async Task Corrupt_checkpoint_is_reported_in_one_message()
    {
        await using var follower = await FollowFixture.CreateAsync();
        Directory.CreateDirectory(follower.State);
        await File.WriteAllTextAsync(Path.Combine(follower.State, "auditevents.json"), "{");

        var run = await follower.RunAsync(
            "auditevents", "--url", follower.Server.BaseAddress.AbsoluteUri, "--output", follower.Out, "--state", follower.State);

        Assert.That(run.ExitCode, Is.EqualTo(7));
        Assert.That(run.ErrorLines.Where(line => line.Contains("is corrupt", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1), run.Error);
    }
}
