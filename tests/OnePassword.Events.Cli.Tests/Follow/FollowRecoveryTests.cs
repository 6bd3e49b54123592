using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>What was not committed is cut off, and nothing else.</summary>
public sealed class FollowRecoveryTests
{
    private static readonly string[] OfOthers =
    [
        "auditevents.ndjson", "auditevents-2.ndjson", "auditevents-00000009.ndjson.partial", "auditevents-000000009.ndjson", "auditevents-x-00000009.ndjson",
        "auditevents-00000001-00000009.ndjson.gz", "acme-auditevents-00000009.ndjson", "xauditevents-00000009.ndjson", "itemusages-00000009.ndjson", "AUDITEVENTS-00000009.ndjson",
    ];

    [Test]
    public async Task A_page_that_is_not_committed_is_cut_off_wherever_it_was_broken_off([Values] bool gzip)
    {
        using var output = new FollowOutput { Options = new(RotateSize: null, RotateEvery: null, gzip) };
        var first = output.Open(committed: null);
        var committed = await first.WriteAsync("{1}\n");
        await first.WriteAsync("{2}\n");
        var whole = output.Folder.Read(committed.File);
        for (var length = (int)committed.Length; length <= whole.Length; length++)
        {
            await File.WriteAllBytesAsync(output.Folder[committed.File], whole[..length]);
            var files = output.Open(committed);
            Assert.That(files.Position, Is.EqualTo(committed));
            Assert.That(output.Content, Is.EqualTo("{1}\n"), $"{length} bytes");
            await files.WriteAsync("{3}\n");
            Assert.That(output.Content, Is.EqualTo("{1}\n{3}\n"), $"{length} bytes");
        }
    }

    [Test]
    public async Task Everything_is_cut_off_when_only_the_beginning_is_committed([Values] bool gzip, [Values] bool lost)
    {
        using var output = new FollowOutput { Options = new(RotateSize: 1, RotateEvery: null, gzip) };
        var files = output.Open(committed: null);
        var committed = files.Position;
        await files.WriteAsync("{1}\n");
        await files.WriteAsync("{2}\n");
        if (lost)
            File.Delete(output.Folder[committed.File]);

        files = output.Open(committed);
        Assert.That((files.Position, output.Content), Is.EqualTo((committed, "")));
        await files.WriteAsync("{3}\n");
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { committed.File }));
        Assert.That(output.Content, Is.EqualTo("{3}\n"));
    }

    [Test]
    public async Task Later_files_go_and_earlier_ones_stay()
    {
        using var output = new FollowOutput { Options = new(RotateSize: 1, RotateEvery: null, Gzip: false) };
        var files = output.Open(committed: null);
        await files.WriteAsync("{1}\n");
        var committed = await files.WriteAsync("{2}\n");
        await files.WriteAsync("{3}\n");
        await files.WriteAsync("{4}\n");
        output.Folder.Write("auditevents-00000007.ndjson.gz", "half a file");

        output.Open(committed);
        Assert.That(output.Folder.Files, Is.EqualTo(new[] { FollowOutput.Name(1), FollowOutput.Name(2) }));
        Assert.That(output.Content, Is.EqualTo("{1}\n{2}\n"));
    }

    [Test]
    public async Task Files_of_others_are_not_touched()
    {
        using var output = new FollowOutput();
        Directory.CreateDirectory(output.Folder["auditevents-00000009.ndjson"]);
        var later = Path.Combine("auditevents-00000009.ndjson", "auditevents-00000009.ndjson");
        foreach (var file in OfOthers.Append(later))
            output.Folder.Write(file, "theirs");

        var files = output.Open(committed: null);
        var committed = await files.WriteAsync("{1}\n");
        await files.WriteAsync("{2}\n");
        await output.Open(committed).WriteAsync("{3}\n");
        Assert.That(output.Folder.ReadText(FollowOutput.Name(1)), Is.EqualTo("{1}\n{3}\n"));
        Assert.That(OfOthers.Append(later).Select(output.Folder.ReadText), Is.All.EqualTo("theirs"));
    }

    [Test]
    public async Task With_gzip_switched_it_goes_on_in_the_next_file([Values] bool gzip, [Values] bool begun)
    {
        using var output = new FollowOutput { Options = new(RotateSize: null, RotateEvery: null, gzip) };
        var files = output.Open(committed: null);
        var committed = begun ? await files.WriteAsync("{1}\n") : files.Position;
        await files.WriteAsync("{lost}\n");

        output.Options = output.Options with { Gzip = !gzip };
        for (var run = 0; run < 2; run++)
        {
            files = output.Open(committed);
            Assert.That(files.Position, Is.EqualTo(new OutputPosition(FollowOutput.Name(2, !gzip), 0, Stage.Now)));
            await files.WriteAsync("{2}\n");
            Assert.That(output.Folder.Files, Is.EqualTo(new[] { FollowOutput.Name(1, gzip), FollowOutput.Name(2, !gzip) }));
            Assert.That(output.Content, Is.EqualTo(begun ? "{1}\n{2}\n" : "{2}\n"));
        }
    }

    [Test]
    public async Task Files_that_were_taken_away_after_the_next_was_begun_are_not_missed()
    {
        using var output = new FollowOutput { Options = new(RotateSize: 1, RotateEvery: null, Gzip: false) };
        var files = output.Open(committed: null);
        await files.WriteAsync("{1}\n");
        var committed = await files.WriteAsync("{2}\n");
        File.Delete(output.Folder[FollowOutput.Name(1)]);
        Assert.That((await output.Open(committed).WriteAsync("{3}\n")).File, Is.EqualTo(FollowOutput.Name(3)));
    }
}
