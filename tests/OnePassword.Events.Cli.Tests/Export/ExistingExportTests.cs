using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using static OnePassword.Events.Cli.Tests.Export.InterruptedExport;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>An export never replaces an earlier one unless an option says so.</summary>
public sealed class ExistingExportTests
{
    private static readonly EmulatorOptions Small = new() { EventsPerFeed = 50 };

    [TestCase("an earlier export\n")]
    [TestCase("")]
    [Description("Regression: 9,001 lines became 0, with exit code 0.")]
    public async Task Existing_file_is_rejected_before_any_request(string content)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        fixture.Folder.Write("itemusages.ndjson", content);

        var run = await fixture.ExportAsync();

        run.FailedWith(
            2, $"{fixture.Folder["itemusages.ndjson"]} already exists. "
                + "Use --overwrite to replace it, or --name or --output for another file.");
        Assert.That(fixture.Server.Requests, Is.Empty);
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[] { "itemusages.ndjson" }));
        Assert.That(fixture.Folder.ReadText("itemusages.ndjson"), Is.EqualTo(content));
    }

    [Test]
    public async Task Overwrite_replaces_an_existing_file_and_reports_that()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        fixture.Folder.Write("itemusages.ndjson", "earlier");
        var run = await fixture.ExportAsync("--overwrite");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain($"replaced an older {fixture.Folder["itemusages.ndjson"]} (7 bytes)."));
        Assert.That(fixture.Folder.Read("itemusages.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.ItemUsages)));
    }

    [TestCase("auditevents", "itemusages.ndjson")]
    [TestCase("auditevents", "auditevents.ndjson.gz")]
    [TestCase("auditevents", "auditevents-00000001.ndjson")]
    public async Task Files_with_other_names_are_not_in_the_way(string feed, string other)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        fixture.Folder.Write(other, "other");
        var run = await fixture.ExportAsync(feed);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(fixture.Folder.ReadText(other), Is.EqualTo("other"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task Link_is_an_existing_file()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        File.CreateSymbolicLink(fixture.Folder["auditevents.ndjson"], fixture.Folder["gone"]);
        (await ExportAsync(fixture, ["auditevents"])).FailedWith(2, "auditevents.ndjson already exists.");
    }

    [TestCase("itemusages", "itemusages.ndjson.partial is an unfinished export. Use --resume to continue it, or --overwrite to restart it.")]
    [TestCase("auditevents", "auditevents.ndjson already exists and belongs to an interrupted export. Use --resume to continue it, or --overwrite to restart it.")]
    public async Task Interrupted_export_is_not_replaced_by_another_run(string feed, string message)
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        await fixture.ExportAsync([.. SmallPages, "auditevents", "itemusages"]);
        var before = fixture.Folder.Files.Select(file => (file, fixture.Folder.ReadText(file))).ToList();
        var requests = fixture.Server.Requests.Count;

        (await ExportAsync(fixture, [.. SmallPages, feed])).FailedWith(2, message);

        Assert.That(fixture.Server.Requests, Has.Count.EqualTo(requests));
        Assert.That(fixture.Folder.Files.Select(file => (file, fixture.Folder.ReadText(file))), Is.EqualTo(before));
    }

    [Test]
    public async Task Unfinished_export_without_its_manifest_is_not_replaced([Values] bool resume)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        fixture.Folder.Write("auditevents.ndjson.partial", "unfinished");
        (await fixture.ExportAsync(["auditevents", .. resume ? new[] { "--resume" } : []])).FailedWith(
            2, "auditevents.ndjson.partial is an unfinished export that cannot be resumed. Use --overwrite to restart it.");
        Assert.That(fixture.Folder.ReadText("auditevents.ndjson.partial"), Is.EqualTo("unfinished"));
    }

    [Test]
    public async Task Empty_remains_of_an_export_are_not_in_the_way()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        fixture.Folder.Write("auditevents.ndjson.partial", "");
        Assert.That((await fixture.ExportAsync("auditevents")).ExitCode, Is.Zero);
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[] { "auditevents.ndjson" }));
    }

    [Test]
    public async Task Complete_export_is_not_replaced_by_resuming_it()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        await fixture.ExportAsync("auditevents");
        var complete = fixture.Folder.Read("auditevents.ndjson");

        (await ExportAsync(fixture, ["auditevents", "--resume"])).FailedWith(
            2, "auditevents.ndjson already exists, and there is no interrupted export to resume. Use --overwrite to replace it");

        Assert.That(fixture.Folder.Read("auditevents.ndjson"), Is.EqualTo(complete));
    }

    [Test]
    public async Task Interrupted_overwriting_export_replaces_the_older_file_only_with_overwrite()
    {
        await using var fixture = await CliFixture.StartAsync(Server, SomePageFails);
        fixture.Folder.Write("itemusages.ndjson", "older");
        await fixture.ExportAsync([.. SmallPages, "itemusages", "--overwrite"]);

        (await ResumeAsync(fixture, [.. SmallPages, "itemusages"])).FailedWith(2, "use --resume --overwrite to continue.");
        Assert.That(fixture.Folder.ReadText("itemusages.ndjson"), Is.EqualTo("older"));

        var run = await ResumeAsync(fixture, [.. SmallPages, "itemusages", "--overwrite"]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("itemusages: resuming after "));
        Assert.That(fixture.Folder.Read("itemusages.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.ItemUsages)));
    }
}
