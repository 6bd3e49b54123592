using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Shared;

/// <summary>The real process with closed, full or broken streams.</summary>
[Platform("Linux")]
[Category("Slow")]
public sealed class BrokenStreamsTests
{
    [TestCase("2>/dev/full")]
    [TestCase("2>&-")]
    public async Task Export_completes_when_standard_error_cannot_be_written(string redirection)
    {
        using var folder = new TemporaryFolder();
        using var tool = CliProcess.StartInShell(redirection, "export", "--emulator", "--output", folder.Path);
        var (exitCode, _, _) = await tool.EndAsync();
        Assert.That(exitCode, Is.Zero);
        Assert.That(folder.Files, Is.EqualTo(CliFixture.AllFeeds.Select(CliFixture.File)));
    }

    [Test]
    public async Task Follow_continues_when_standard_error_cannot_be_written()
    {
        await using var follower = await Follow.FollowFixture.CreateAsync();
        using var tool = CliProcess.StartInShell("2>/dev/full", "follow", "--emulator", "--once", "--output", follower.Out, "--state", follower.State);
        var (exitCode, _, _) = await tool.EndAsync();
        Assert.That(exitCode, Is.Zero);
        Assert.That(Directory.EnumerateFiles(follower.Out, "*.ndjson").Count(), Is.EqualTo(3));
    }

    [TestCase("introspect", "--emulator")]
    [TestCase("export", "auditevents", "--emulator", "--output", "-")]
    [TestCase("config", "schema")]
    [TestCase("emulator")]
    [TestCase("--help")]
    [TestCase("--version")]
    public async Task Closed_standard_output_is_an_output_failure(params string[] args)
    {
        using var tool = CliProcess.StartInShell(">&-", args);
        var (exitCode, _, error) = await tool.EndAsync();
        Assert.That(exitCode, Is.EqualTo(6), error);
        Assert.That(error, Does.Contain("op-events: ").And.Contain("the output cannot be written").And.Not.Contain("   at "));
    }

    [TestCase("--help")]
    [TestCase("export", "--help")]
    [TestCase("--version")]
    [TestCase("introspect", "--emulator")]
    [TestCase("config", "schema")]
    [TestCase("export", "--emulator", "--output", "-", "--format", "envelope")]
    [TestCase("export", "auditevents", "--emulator", "--output", "-", "--gzip")]
    public async Task Command_ends_quietly_when_the_reader_closes_the_pipe(params string[] args)
    {
        using var tool = CliProcess.StartIntoNothing(args);
        var (exitCode, _, error) = await tool.EndAsync();
        Assert.That((exitCode, error), Is.EqualTo((141, "")));
    }

    [Test]
    public async Task State_and_follow_end_quietly_when_the_reader_closes_the_pipe()
    {
        using var folder = new TemporaryFolder();
        string[] follow = ["follow", "auditevents", "--emulator", "--once", "--state", folder["s"], "--output"];
        using var first = CliProcess.Start("", [.. follow, folder["o"]]);
        Assert.That((await first.EndAsync()).ExitCode, Is.Zero);
        using var show = CliProcess.StartIntoNothing("state", "show", "--state", folder["s"]);
        var (exitCode, _, error) = await show.EndAsync();
        Assert.That((exitCode, error), Is.EqualTo((141, "")));
        using var second = CliProcess.StartIntoNothing(
            "follow", "auditevents", "--emulator", "--quiet", "--state", folder["s2"], "--output", "-");
        (exitCode, _, error) = await second.EndAsync();
        Assert.That((exitCode, error), Is.EqualTo((141, "")));
    }
}
