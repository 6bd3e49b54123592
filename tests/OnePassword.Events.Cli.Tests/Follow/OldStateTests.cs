using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>A state that is older than the output, or of another server, does not destroy output.</summary>
[Category("Slow")]
public sealed class OldStateTests
{
    private static readonly string[] Rotated = ["--rotate-size", "1KB"];

    [Test]
    public async Task Restored_older_state_sets_later_files_aside_and_completes_the_output()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var written = await WriteBeyondStateAsync(follower);

        var run = await follower.OnceAsync(Rotated);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        follower.AssertAll();
        var aside = Directory.GetFiles(Path.Combine(follower.Out, "set-aside"))
            .ToDictionary(file => Path.GetFileName(file)[..^20], File.ReadAllBytes, StringComparer.Ordinal);
        Assert.That(
            aside, Has.Count.EqualTo(6),
            "two files per feed, although the first page beyond the state is written again byte for byte");
        Assert.That(aside.Keys.Select(file => aside[file]), Is.EqualTo(aside.Keys.Select(file => written[file])));
        Assert.That(
            run.ErrorLines,
            Has.Exactly(3).Matches("^[a-z]+: moved 2 files \\([0-9,]+ bytes\\) that the checkpoint does not cover to .*set-aside\\.$"));
    }

    [Test]
    public async Task Restored_older_state_with_a_rejected_cursor_changes_no_file()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var written = await WriteBeyondStateAsync(follower);
        foreach (var feed in CliFixture.AllFeeds)
            follower.Server.Inject(new Fault { Feed = feed, Status = 400 });

        var run = await follower.OnceAsync(Rotated);

        Assert.That(run.ExitCode, Is.EqualTo(5));
        Assert.That(Files(follower), Is.EqualTo(written));
    }

    [Test]
    public async Task Restored_older_state_with_another_server_changes_no_file()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await using var other = await FollowFixture.CreateAsync();
        var written = await WriteBeyondStateAsync(follower);

        var run = await follower.OnceAsync([.. Rotated, "--url", other.Server.BaseAddress.AbsoluteUri]);

        Assert.That(run.ExitCode, Is.EqualTo(7));
        Assert.That(Files(follower), Is.EqualTo(written));
    }

    [Test]
    public async Task Restored_older_state_is_reported_by_the_process()
    {
        await using var follower = await FollowFixture.CreateAsync();
        await WriteBeyondStateAsync(follower);

        using var tool = CliProcess.Start(
            follower.Server.Token, ["follow", "--url", follower.Server.BaseAddress.AbsoluteUri, "--output", follower.Out, "--state", follower.State, "--once", .. Rotated]);
        var (exitCode, _, error) = await tool.EndAsync();

        Assert.That(exitCode, Is.Zero, error);
        Assert.That(error, Does.Contain("that the checkpoint does not cover"));
        follower.AssertAll();
    }

    [Test]
    public async Task Files_with_the_former_name_are_kept_until_the_first_page_after_an_account_is_added()
    {
        await using var follower = await FollowFixture.CreateAsync();
        follower.Folder.Write("token", follower.Server.Token);
        await follower.RunAsync("--config", Config("acme"), "--once");
        await File.AppendAllTextAsync(Path.Combine(follower.Out, "auditevents-00000001.ndjson.open"), "half a li");
        var before = Files(follower);
        follower.Server.Inject(new Fault { Feed = EmulatorFeed.AuditEvents, Status = 400 });

        var rejected = await follower.RunAsync("--config", Config("acme", "globex"), "--once");
        Assert.That(rejected.Error, Does.Contain("acme-auditevents: "));
        Assert.That(Files(follower).Where(file => before.ContainsKey(file.Key)), Is.EqualTo(before));

        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        var run = await follower.RunAsync("--config", Config("acme", "globex"), "--once");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("auditevents: moved 9 bytes that the checkpoint does not cover from "));
        Assert.That(NumberedFiles.Lines(follower.Out, "auditevents"), Has.Count.EqualTo(60));
        Assert.That(NumberedFiles.Lines(follower.Out, "acme-auditevents").Single(), Does.Contain("NEW"));
        Assert.That(Path.Combine(follower.Out, "auditevents-00000001.ndjson"), Does.Exist, "finished");

        string Config(params string[] names) => follower.Folder.Write("follow.json", $$"""
            {
              "accounts": [{{string.Join(',', names.Select(name => $$"""{ "name": "{{name}}", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "token" } }"""))}}],
              "state": "state", "outputs": [{ "type": "files", "folder": "out", "rotate_every": "1d" }]
            }
            """);
    }

    // Writes three pages, and so three files, per feed, and restores a state that contains only the first.
    private static async Task<Dictionary<string, byte[]>> WriteBeyondStateAsync(FollowFixture follower)
    {
        foreach (var feed in CliFixture.AllFeeds)
            follower.Server.Inject(new Fault { Feed = feed, Status = 404, After = 1, Times = 100 });
        await follower.OnceAsync(Rotated);
        follower.Server.ClearFaults();
        var old = Directory.GetFiles(follower.State, "*.json").ToDictionary(
            file => file, File.ReadAllBytes, StringComparer.Ordinal);
        await follower.OnceAsync(Rotated);
        foreach (var (file, bytes) in old)
            await File.WriteAllBytesAsync(file, bytes);
        follower.AssertAll();
        return Files(follower);
    }

    private static Dictionary<string, byte[]> Files(FollowFixture follower) =>
        Directory.GetFiles(follower.Out, "*.ndjson*").Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes, StringComparer.Ordinal);
}
