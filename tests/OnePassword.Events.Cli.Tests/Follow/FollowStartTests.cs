namespace OnePassword.Events.Cli.Tests.Follow;

public sealed class FollowStartTests
{
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
