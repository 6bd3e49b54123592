using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Accounts;

/// <summary>An export reads the named feeds, or all feeds that the token can read.</summary>
public sealed class ChosenFeedsTests
{
    private static readonly EmulatorOptions Small = new() { EventsPerFeed = 20 };
    private static readonly EmulatorOptions AuditOnly = Small with { Features = [EmulatorFeed.AuditEvents] };

    [Test]
    public async Task Export_of_a_named_feed_reads_only_that_feed([Values] EmulatorFeed feed, [Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var run = await fixture.ExportAsync(CliFixture.Name(feed), "--api", CliFixture.Version(api));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[] { CliFixture.File(feed) }));
        Assert.That(fixture.Server.Requests, Has.Exactly(2).Items, "introspection and one page");
    }

    [Test]
    public async Task Feed_that_is_named_twice_is_exported_once()
    {
        await using var fixture = await CliFixture.StartAsync(Small);
        var run = await fixture.ExportAsync("signinattempts", "auditevents", "signinattempts");
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[] { "auditevents.ndjson", "signinattempts.ndjson" }));
        Assert.That(fixture.RequestsFor(EmulatorFeed.SignInAttempts), Has.Exactly(1).Items);
    }

    [Test]
    public async Task Export_without_names_skips_unreadable_feeds_with_a_note([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(AuditOnly);
        var run = await fixture.ExportAsync("--api", CliFixture.Version(api));
        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[] { "auditevents.ndjson" }));
        Assert.That(run.ErrorLines, Does.Contain("itemusages: skipped, because the token cannot read this feed.")
            .And.Contain("signinattempts: skipped, because the token cannot read this feed."));
        Assert.That(fixture.Server.Requests, Has.Exactly(2).Items, "no request that would be rejected");
    }

    [Test]
    public async Task Named_feed_that_the_token_cannot_read_fails_and_the_others_complete([Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(AuditOnly);
        var run = await fixture.ExportAsync("itemusages", "auditevents", "--api", CliFixture.Version(api));
        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Error, Does.Contain("op-events: itemusages: the token cannot read this feed"));
        Assert.That(fixture.Folder.Files, Is.EqualTo(new[] { "auditevents.ndjson" }));
        Assert.That(fixture.Folder.Read("auditevents.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.AuditEvents, api)));
    }

    [Test]
    public async Task Named_feed_is_exported_from_a_server_without_introspection(
        [Values(404, 405)] int status, [Values] EmulatorApi api)
    {
        await using var fixture = await CliFixture.StartAsync(Small, new Fault { Introspect = true, Status = status });
        var run = await fixture.ExportAsync("itemusages", "--api", CliFixture.Version(api));
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.ErrorLines, Has.One.StartsWith($"The server has no introspection ({status})"));
        Assert.That(fixture.Folder.Read("itemusages.ndjson"), Is.EqualTo(fixture.Lines(EmulatorFeed.ItemUsages, api)));
    }

    [Test]
    public async Task Export_without_names_fails_on_a_server_without_introspection()
    {
        await using var fixture = await CliFixture.StartAsync(Small, new Fault { Introspect = true, Status = 404 });
        (await fixture.ExportAsync()).FailedWith(
            5, "If the server has no introspection, name the feeds: auditevents, itemusages, signinattempts.");
    }

    [TestCase]
    [TestCase("auditevents")]
    [TestCase("auditevents", "itemusages")]
    public async Task Token_that_cannot_read_any_requested_feed_fails(params string[] feeds)
    {
        await using var fixture = await CliFixture.StartAsync(
            Small with { Features = feeds.Length > 0 ? [EmulatorFeed.SignInAttempts] : [] });
        var run = await fixture.ExportAsync(feeds);
        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(
            run.ErrorLines[^1],
            Does.StartWith("op-events: the token cannot read any of the requested feeds").And.EndsWith(
                feeds.Length > 0 ? "It can read: signinattempts." : "It can read: none."));
        Assert.That(fixture.Folder.Files, Is.Empty);
    }
}
