using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>
/// Uncommitted bytes are removed before the next page: deleted if that page contains them, otherwise set aside.
/// </summary>
[Category("InProcess")]
public sealed class FollowRecoveryTests
{
    private static readonly string[] OfOthers =
    [
        "auditevents.ndjson", "auditevents-2.ndjson", "auditevents-00000009.ndjson.partial", "auditevents-000000009.ndjson", "auditevents-x-00000009.ndjson",
        "auditevents-00000001-00000009.ndjson.gz", "acme-auditevents-00000009.ndjson", "xauditevents-00000009.ndjson", "itemusages-00000009.ndjson", "AUDITEVENTS-00000009.ndjson",
    ];

    [Test]
    public async Task Uncommitted_page_is_written_once_after_recovery_wherever_it_was_truncated([Values] bool gzip)
    {
        using var output = new RotatingFilesFixture { Options = new() { Gzip = gzip } };
        var first = output.Open(committed: null);
        var committed = await first.AppendAsync("{1}\n");
        await first.AppendAsync("{2}\n");
        var whole = output.Folder.Read(committed.OpenFile());
        for (var length = (int)committed.Length; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(output.Folder[committed.OpenFile()], whole[..length]);
            var files = output.Open(committed);
            Assert.That(files.Position, Is.EqualTo(committed));
            Assert.That(
                output.Folder.Read(committed.OpenFile()), Has.Length.EqualTo(length), "nothing is cut off before the page is there");
            await files.AppendAsync("{2}\n");
            Assert.That(output.Content, Is.EqualTo("{1}\n{2}\n"), $"{length} bytes");
            Assert.That(output.Folder.Files, Has.Exactly(1).Items);
        }
        Assert.That(
            output.Reports.ToString(),
            Does.Contain(
                $"auditevents: {output.Folder[committed.OpenFile()]} already has 1 byte of the next page."));
    }

    [Test]
    public async Task Bytes_beyond_the_checkpoint_that_the_next_page_lacks_are_set_aside([Values] bool gzip)
    {
        using var output = new RotatingFilesFixture { Options = new() { Gzip = gzip } };
        var first = output.Open(committed: null);
        var committed = await first.AppendAsync("{1}\n");
        await first.AppendAsync("{2}\n");
        await first.AppendAsync("{3}\n");
        var end = output.Folder.Read(committed.OpenFile())[(int)committed.Length..];

        await output.Open(committed).AppendAsync("{2}\n");

        var aside = Path.Combine("set-aside", $"{committed.OpenFile()}.20260131T120000000Z");
        Assert.That(output.Content, Is.EqualTo("{1}\n{2}\n"));
        Assert.That(output.Folder.Read(aside), Is.EqualTo(end));
        Assert.That(
            output.Reports.ToString().TrimEnd(),
            Is.EqualTo(
                $"auditevents: moved {end.Length} bytes that the checkpoint does not cover from {output.Folder[committed.OpenFile()]} to {output.Folder[aside]}."));
    }

    [Test]
    public async Task Files_beyond_the_checkpoint_are_set_aside_with_the_first_page()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1 } };
        var files = output.Open(committed: null);
        await files.AppendAsync("{1}\n");
        var committed = await files.AppendAsync("{2}\n");
        for (var page = 3; page <= 31; page++)
            await files.AppendAsync($"{{{page}}}\n");
        var before = output.Snapshot();

        var again = output.Open(committed);
        Assert.That(output.Snapshot(), Is.EqualTo(before));
        await again.AppendAsync("{3}\n");

        Assert.That(output.Content, Is.EqualTo("{1}\n{2}\n{3}\n"));
        Assert.That(
            output.Folder.Files.Count(file => file.StartsWith("set-aside", StringComparison.Ordinal)), Is.EqualTo(29),
            "the one that the page repeats as well: a later state committed it");
        foreach (var (file, bytes) in before.Skip(2))
            Assert.That(output.Folder.Read(Path.Combine("set-aside", $"{file}.20260131T120000000Z")), Is.EqualTo(bytes));
        Assert.That(
            output.Reports.ToString(),
            Does.Contain($"auditevents: moved 29 files (138 bytes) that the checkpoint does not cover to {output.Folder["set-aside"]}."));
    }

    [Test]
    public async Task Setting_a_file_aside_does_not_overwrite_an_earlier_one()
    {
        using var output = new RotatingFilesFixture();
        var committed = output.Open(committed: null).Position;
        foreach (var content in new[] { "first", "second" })
        {
            output.Folder.Write(committed.OpenFile(), content);
            await output.Open(committed).AppendAsync("{1}\n");
        }
        var aside = Path.Combine("set-aside", $"{committed.OpenFile()}.20260131T120000000Z");
        Assert.That(new[] { aside, aside + "-2" }.Select(output.Folder.ReadText), Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public async Task Uncommitted_page_of_this_run_is_removed_although_its_bytes_changed([Values] bool rotated)
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = rotated ? 1 : null } };
        var files = output.Open(committed: null);
        var committed = await files.AppendAsync("{1}\n");
        await files.AppendAsync("{read at 12:00}\n");

        await output.Open(committed, files.LastAttempt).AppendAsync("{read at 12:01}\n");

        Assert.That(output.Content, Is.EqualTo("{1}\n{read at 12:01}\n"));
        Assert.That(output.Folder["set-aside"], Does.Not.Exist);
    }

    [Test]
    public async Task Page_in_the_next_file_replaces_its_uncommitted_remains([Values] bool gzip)
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1, Gzip = gzip } };
        var files = output.Open(committed: null);
        var committed = await files.AppendAsync("{1}\n");
        await files.AppendAsync("{2}\n");
        var next = output.Folder.Read(RotatingFilesFixture.OpenName(2, gzip));
        foreach (var left in new[] { 0, 1, next.Length })
        {
            await File.WriteAllBytesAsync(output.Folder[RotatingFilesFixture.OpenName(2, gzip)], next[..left]);
            await output.Open(committed).AppendAsync("{2}\n");
            Assert.That(output.Content, Is.EqualTo("{1}\n{2}\n"));
            Assert.That(output.Folder["set-aside"], Does.Not.Exist);
        }
    }

    [Test]
    public async Task File_without_committed_bytes_can_exist_or_not([Values] bool gzip, [Values] bool lost)
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1, Gzip = gzip } };
        var files = output.Open(committed: null);
        var committed = files.Position;
        await files.AppendAsync("{1}\n");
        if (lost)
            File.Delete(output.Folder[committed.OpenFile()]);

        files = output.Open(committed);
        Assert.That(files.Position, Is.EqualTo(committed));
        await files.AppendAsync("{1}\n");
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { committed.OpenFile() }));
        Assert.That(output.Content, Is.EqualTo("{1}\n"));
    }

    [Test]
    public async Task Recovery_does_not_change_files_of_other_outputs()
    {
        using var output = new RotatingFilesFixture();
        Directory.CreateDirectory(output.Folder["auditevents-00000009.ndjson"]);
        var later = Path.Combine("auditevents-00000009.ndjson", "auditevents-00000009.ndjson");
        foreach (var file in OfOthers.Append(later))
            output.Folder.Write(file, "theirs");

        var files = output.Open(committed: null);
        var committed = await files.AppendAsync("{1}\n");
        await files.AppendAsync("{2}\n");
        await output.Open(committed).AppendAsync("{3}\n");
        Assert.That(output.Folder.ReadText(RotatingFilesFixture.OpenName(1)), Is.EqualTo("{1}\n{3}\n"));
        Assert.That(OfOthers.Append(later).Select(output.Folder.ReadText), Is.All.EqualTo("theirs"));
    }

    [Test]
    public async Task Changed_compression_continues_in_the_next_file([Values] bool gzip, [Values] bool begun)
    {
        using var output = new RotatingFilesFixture { Options = new() { Gzip = gzip } };
        var files = output.Open(committed: null);
        var committed = begun ? await files.AppendAsync("{1}\n") : files.Position;
        await files.AppendAsync("{2}\n");

        output.Options = output.Options with { Gzip = !gzip };
        for (var run = 0; run < 2; run++)
        {
            files = output.Open(committed);
            Assert.That(files.Position, Is.EqualTo(new OutputPosition(RotatingFilesFixture.Name(2, !gzip), 0, CliFixture.Now)));
            await files.AppendAsync("{2}\n");
            Assert.That(output.Content, Is.EqualTo(begun ? "{1}\n{2}\n" : "{2}\n"));
            Assert.That(
                output.Folder.Files.Count(file => file.StartsWith("set-aside", StringComparison.Ordinal)), Is.EqualTo(1),
                "in the other form, it is not known to be the same page");
        }
    }

    [Test]
    public async Task Earlier_files_can_be_removed()
    {
        using var output = new RotatingFilesFixture { Options = new() { RotateSize = 1 } };
        var files = output.Open(committed: null);
        await files.AppendAsync("{1}\n");
        var committed = await files.AppendAsync("{2}\n");
        File.Delete(output.Folder[RotatingFilesFixture.OpenName(1)]);
        Assert.That((await output.Open(committed).AppendAsync("{3}\n")).File, Is.EqualTo(RotatingFilesFixture.Name(3)));
    }
}
