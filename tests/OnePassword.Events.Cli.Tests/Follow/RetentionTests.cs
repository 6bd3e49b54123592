using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Finished files that are too old or too many are removed, the oldest ones first.</summary>
public sealed class RetentionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly string[] OfOthers =
        ["auditevents-00000001.ndjson.bak", "acme-auditevents-00000001.ndjson", "auditevents-x-00000001.ndjson", "auditevents.ndjson"];

    [Test]
    [Category("InProcess")]
    public async Task Latest_finished_files_remain()
    {
        using var output = new RotatingFilesFixture();
        var committed = await WriteAsync(output, finished: 5);
        output.Options = new() { RotateEvery = Day, KeepFiles = 2 };
        await output.FinishAsync(output.Open(committed));
        Assert.That(
            output.Folder.Files.Except(OfOthers, StringComparer.Ordinal),
            Is.EqualTo(new[] { RotatingFilesFixture.Name(4), RotatingFilesFixture.Name(5), RotatingFilesFixture.OpenName(6) }));
        Assert.That(
            output.Reports.ToString().TrimEnd(),
            Is.EqualTo("auditevents: removed 3 old files (12 bytes), up to auditevents-00000003.ndjson."));
        Assert.That(OfOthers.Select(output.Folder.ReadText), Is.All.EqualTo("theirs"));
    }

    [Test]
    [Category("InProcess")]
    public async Task Finished_files_are_removed_at_their_age_and_the_open_file_never()
    {
        using var output = new RotatingFilesFixture();
        var committed = await WriteAsync(output, finished: 3);
        foreach (var (name, age) in new[]
        {
            (RotatingFilesFixture.Name(1), Day + Day),
            (RotatingFilesFixture.Name(2), Day - TimeSpan.FromMinutes(1)),
            (RotatingFilesFixture.Name(3), Day + Day),
            (RotatingFilesFixture.OpenName(4), Day + Day),
        })
            File.SetLastWriteTimeUtc(output.Folder[name], (CliFixture.Now - age).UtcDateTime);

        output.Options = new() { RotateEvery = Day * 30, Keep = Day };
        var files = output.Open(committed);
        await output.FinishAsync(files);
        Assert.That(
            output.Folder.Files.Except(OfOthers, StringComparer.Ordinal),
            Is.EqualTo(new[] { RotatingFilesFixture.Name(2), RotatingFilesFixture.Name(3), RotatingFilesFixture.OpenName(4) }),
            "no gap: the third file follows the second one");

        output.Clock.Advance(TimeSpan.FromHours(1));
        await output.FinishAsync(files);
        Assert.That(
            output.Folder.Files.Except(OfOthers, StringComparer.Ordinal), Is.EqualTo(new[] { RotatingFilesFixture.OpenName(4) }),
            "although no page has arrived");
    }

    [Test]
    [Description("Regression: a file that another program used stopped the feed after each page.")]
    [Category("InProcess")]
    public async Task File_that_cannot_be_removed_is_reported_once_and_tried_again_after_the_next_response()
    {
        using var output = new RotatingFilesFixture();
        var committed = await WriteAsync(output, finished: 5);
        output.Options = new() { RotateEvery = Day, KeepFiles = 2 };
        output.Disk.Locked = RotatingFilesFixture.Name(1);
        var files = output.Open(committed);
        await output.FinishAsync(files);
        await output.FinishAsync(files);
        Assert.That(
            output.Folder.Files.Except(OfOthers, StringComparer.Ordinal),
            Is.EqualTo(new[] { 1, 4, 5 }.Select(number => RotatingFilesFixture.Name(number)).Append(RotatingFilesFixture.OpenName(6))));
        Assert.That(
            output.Reports.ToString().Split("cannot be removed yet: Another program uses it. The feed continues."), Has.Length.EqualTo(2));

        output.Disk.Locked = null;
        await output.FinishAsync(files);
        Assert.That(output.Folder[RotatingFilesFixture.Name(1)], Does.Not.Exist);
    }

    [Test]
    public async Task Follow_keeps_the_latest_files_of_each_feed()
    {
        await using var follower = await FollowFixture.CreateAsync();
        var run = await follower.OnceAsync("--rotate-size", "1KB", "--keep-files", "1");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(NumberedFiles.Lines(follower.Out, CliFixture.Name(feed)), Is.EqualTo(follower.Served(feed)[^20..]));

        // Without rotation, each run with --once finishes a file.
        follower.Append(EmulatorFeed.AuditEvents, "NEW", TimeSpan.Zero);
        await follower.OnceAsync("--keep-files", "1");
        Assert.That(NumberedFiles.Lines(follower.Out, "auditevents").Single(), Does.Contain("NEW"));
    }

    [TestCase("--keep and --keep-files remove finished files, but no file is ever finished.", "--keep", "30d")]
    [TestCase("--keep and --keep-files remove finished files, but no file is ever finished.", "--keep-files", "3")]
    [TestCase("--keep-files applies to files, but the output is standard output.", "auditevents", "--output", "-", "--keep-files", "3", "--once")]
    [TestCase("--rotate-size applies to files, but the output is standard output.", "auditevents", "--output", "-", "--rotate-size", "1GB")]
    [TestCase("--rotate-every applies to files, but the output is standard output.", "auditevents", "--output", "-", "--rotate-every", "1d")]
    [TestCase("--group-readable applies to files, but the output is standard output.", "auditevents", "--output", "-", "--group-readable")]
    [TestCase("--min-free-space applies to files, but the output is standard output.", "auditevents", "--output", "-", "--min-free-space", "1GB")]
    [TestCase("--keep-files '0' is not a whole number from 1", "--keep-files", "0", "--once")]
    [TestCase("--keep '0s' is not a duration", "--keep", "0s", "--once")]
    public async Task Contradictory_or_invalid_limits_are_rejected(string problem, params string[] args)
    {
        await using var follower = await FollowFixture.CreateAsync();
        var run = await follower.RunAsync([.. args, "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State]);
        run.FailedWith(2, problem);
        Assert.That(follower.State, Does.Not.Exist);
    }

    // Writes a number of finished files and an open one.
    private static async Task<OutputPosition> WriteAsync(RotatingFilesFixture output, int finished)
    {
        foreach (var file in OfOthers)
            output.Folder.Write(file, "theirs");
        output.Options = new() { RotateSize = 1 };
        var files = output.Open(committed: null);
        for (var page = 1; page <= finished; page++)
        {
            await files.AppendAsync($"{{{page}}}\n");
            await output.FinishAsync(files);
        }
        return await files.AppendAsync("{9}\n");
    }
}
