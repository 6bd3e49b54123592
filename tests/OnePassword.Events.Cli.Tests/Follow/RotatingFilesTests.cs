using System.Diagnostics;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Pages are appended to a file, and each returns a position to commit.</summary>
[Category("InProcess")]
public sealed class RotatingFilesTests
{
    [Test]
    public void Position_is_available_before_the_first_file()
    {
        using var output = new RotatingFilesFixture();
        var files = output.Open(committed: null);
        Assert.That(files.Position, Is.EqualTo(new OutputPosition("auditevents-00000001.ndjson", 0, CliFixture.Now)));
        Assert.That(output.Folder.Files, Is.Empty, "a file without a position would be rejected");
    }

    [Test]
    public async Task Pages_are_appended_to_one_file()
    {
        using var output = new RotatingFilesFixture();
        var files = output.Open(committed: null);
        Assert.That(
            await files.PositionAfterAsync("{1}\n{2}\n"),
            Is.EqualTo(new OutputPosition("auditevents-00000001.ndjson", 8, CliFixture.Now)));
        output.Clock.Advance(TimeSpan.FromDays(400));
        Assert.That(
            await files.PositionAfterAsync("{3}\n"),
            Is.EqualTo(
                new OutputPosition(
                    "auditevents-00000001.ndjson", 12, CliFixture.Now)).And.EqualTo(files.Position with { Fingerprint = null }));
        Assert.That(output.Snapshot().Keys, Is.EqualTo(new[] { "auditevents-00000001.ndjson.open" }));
        Assert.That(output.Folder.ReadText("auditevents-00000001.ndjson.open"), Is.EqualTo("{1}\n{2}\n{3}\n"));
    }

    [Test]
    public async Task Empty_page_changes_nothing([Values] bool gzip)
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1, Gzip = gzip } };
        var files = output.Open(committed: null);
        Assert.That(await files.AppendAsync(""), Is.EqualTo(files.Position).And.Property("Length").Zero);
        Assert.That(output.Folder.Files, Is.Empty);
        var written = await files.AppendAsync("{}\n");
        Assert.That(await files.AppendAsync(""), Is.EqualTo(written));
        Assert.That(output.Folder.Files, Has.Exactly(1).Items);
    }

    [Test]
    public async Task Each_compressed_page_is_a_complete_gzip_member()
    {
        using var output = new RotatingFilesFixture { Options = new() { Gzip = true } };
        var files = output.Open(committed: null);
        var (lines, ends) = ("", new List<long> { 0 });
        for (var page = 0; page < 3; page++)
        {
            lines += $"{{{page}}}\n";
            ends.Add((await files.AppendAsync($"{{{page}}}\n")).Length);
            Assert.That(output.Content, Is.EqualTo(lines));
        }

        var bytes = output.Folder.Read("auditevents-00000001.ndjson.gz.open");
        Assert.That(bytes, Has.Length.EqualTo(ends[^1]));
        for (var page = 0; page < 3; page++)
            Assert.That(TemporaryFolder.Unzip(bytes[(int)ends[page]..(int)ends[page + 1]]), Is.EqualTo($"{{{page}}}\n"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task Compressed_files_pass_gzip_test()
    {
        using var output = new RotatingFilesFixture { Options = new() { Gzip = true } };
        var files = output.Open(committed: null);
        await files.AppendAsync(new string('a', 100_000) + "\n");
        await files.AppendAsync("{}\n");
        await files.FinishAsync(_ => Task.CompletedTask, endsRun: true); // gzip requires the suffix .gz.
        Assume.That(File.Exists("/usr/bin/gzip"), "There is no gzip.");
        using var gzip = Process.Start("/usr/bin/gzip", ["-t", output.Folder["auditevents-00000001.ndjson.gz"]]);
        await gzip.WaitForExitAsync();
        Assert.That(gzip.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Large_page_is_written_completely([Values] bool gzip)
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1, Gzip = gzip } };
        var page = string.Concat(Enumerable.Range(0, 300_000).Select(number => $"{{{number}}}\n"));
        await output.Open(committed: null).AppendAsync(page);
        Assert.That(output.Folder.Files, Has.Exactly(1).Items);
        Assert.That(output.Content == page, Is.True);
    }

    [Test]
    public async Task Follow_creates_the_output_folder_and_its_parents()
    {
        using var output = new RotatingFilesFixture();
        var files = RotatingFiles.Open(output.In(output.Folder["a/b/c/"]), "a", output.Options, committed: null);
        await files.AppendAsync("{}\n");
        Assert.That(output.Folder.ReadText("a/b/c/a-00000001.ndjson.open"), Is.EqualTo("{}\n"));
    }

    [Test]
    public async Task Cancelled_append_writes_nothing()
    {
        using var output = new RotatingFilesFixture();
        var files = output.Open(committed: null);
        Assert.ThrowsAsync<OperationCanceledException>(
            () => files.AppendAsync("{}\n"u8.ToArray(), new CancellationToken(canceled: true)));
        Assert.That(output.Folder.Files, Is.Empty);
        await files.AppendAsync("{}\n");
        Assert.That(output.Content, Is.EqualTo("{}\n"));
    }
}
