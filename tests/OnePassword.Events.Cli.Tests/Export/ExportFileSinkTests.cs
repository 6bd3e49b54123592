using OnePassword.Events.Cli.Export;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>The sink detects changes between the check of the folder and the opening of the file.</summary>
public sealed class ExportFileSinkTests
{
    private static readonly ExportManifest Interrupted = new()
    {
        Feed = FeedNames.AuditEvents,
        Host = "events.1password.eu",
        Api = "v2",
        Since = "1d",
        Start = CliFixture.Now.AddDays(-1),
        End = CliFixture.Now,
        CompleteUntil = CliFixture.Now.AddHours(-1),
        Length = 4,
    };

    private static ExportLines Lines =>
        new(EventFormat.Raw, () => new EventOrigin { Feed = FeedNames.AuditEvents, ReadAt = CliFixture.Now });

    [Test]
    [Category("InProcess")]
    public async Task File_that_another_export_completed_meanwhile_is_not_changed()
    {
        using var folder = new TemporaryFolder();
        folder.Write("auditevents.ndjson", "{1}\n{2}\n");
        await using var sink = new ExportFileSink(Files(folder), Interrupted, Lines, overwrite: false);

        Assert.That(
            () => sink.CompleteAsync().AsTask(),
            Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("auditevents.ndjson.partial"));

        Assert.That(folder.Files, Is.EqualTo(new[] { "auditevents.ndjson" }));
        Assert.That(folder.ReadText("auditevents.ndjson"), Is.EqualTo("{1}\n{2}\n"));
    }

    [Test]
    [Category("InProcess")]
    public async Task File_that_became_shorter_meanwhile_is_not_extended()
    {
        using var folder = new TemporaryFolder();
        folder.Write("auditevents.ndjson.partial", "{1");
        await using var sink = new ExportFileSink(Files(folder), Interrupted, Lines, overwrite: false);

        Assert.That(
            () => sink.CompleteAsync().AsTask(),
            Throws.InstanceOf<IOException>().With.Message.Contains("is 2 bytes long. Another program writes to it"));

        Assert.That(folder.ReadText("auditevents.ndjson.partial"), Is.EqualTo("{1"));
    }

    [Test]
    [Category("InProcess")]
    public async Task File_that_another_program_created_meanwhile_is_not_replaced()
    {
        using var folder = new TemporaryFolder();
        await using var sink = new ExportFileSink(
            Files(folder), Interrupted with { CompleteUntil = null, Length = 0 }, Lines, overwrite: false);
        folder.Write("auditevents.ndjson", "theirs");

        Assert.That(
            () => sink.CompleteAsync().AsTask(),
            Throws.InstanceOf<IOException>().With.Message.Contains("auditevents.ndjson was created meanwhile"));

        Assert.That(folder.ReadText("auditevents.ndjson"), Is.EqualTo("theirs"));
    }

    [Test]
    public async Task Export_locks_the_files_of_a_feed_before_reading_them()
    {
        await using var fixture = await CliFixture.StartAsync(new Emulator.EmulatorOptions { EventsPerFeed = 10 });
        fixture.Folder.Write("auditevents.export.json", "damaged, which a read would report");
        using var other = Files(fixture.Folder).Manifest.Lock();

        (await fixture.ExportAsync("auditevents", "--resume")).FailedWith(
            6, "another process writes the files of auditevents in");
    }

    private static ExportFiles Files(TemporaryFolder folder) => new(
        new OutputFolder(
            folder.Path, groupReadable: false,
            new CliContext(
                Stream.Null, TextWriter.Null, TextReader.Null, _ => null,
                new FakeClock(CliFixture.Now))), FeedNames.AuditEvents, FeedNames.AuditEvents, gzip: false)
    {
        ManifestPattern = "auditevents.export.json",
    };
}
