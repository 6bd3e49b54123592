using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Export;

/// <summary>The summary of an export has a line per feed and the total.</summary>
public sealed class SummaryTests
{
    private const string Span = "2026-01-30T12:[0-9:]+Z → 2026-01-31T11:[0-9:]+Z";

    [TestCase(1_000, "1000", "1,000 events", "1 page")]
    [TestCase(1_000, "500", "1,000 events", "2 pages")]
    [TestCase(20, "1", "20 events", "20 pages")]
    [Category("InProcess")]
    public async Task Summary_has_a_line_per_feed_with_counts_time_range_and_file(
        int events, string pageSize, string count, string pages)
    {
        await using var fixture = await CliFixture.StartAsync(
            new EmulatorOptions { EventsPerFeed = events, Span = TimeSpan.FromHours(24) });
        var run = await fixture.ExportAsync("signinattempts", "--page-size", pageSize);
        Assert.That(run.ErrorLines, Has.Exactly(2).Items);
        Assert.That(
            run.ErrorLines[0],
            Does.Match(
                $"^signinattempts +complete +{count} +{pages} +2026-01-30T1[0-9:]+Z → 2026-01-31T1[0-9:]+Z +").And.EndsWith(fixture.Folder["signinattempts.ndjson"]));
        Assert.That(run.ErrorLines[1], Is.EqualTo($"{count} in 0.0 s, 0/s"));
    }

    [Test]
    [Category("InProcess")]
    public async Task Summary_lists_feeds_in_their_usual_order_and_in_columns()
    {
        await using var fixture = await CliFixture.StartAsync(new EmulatorOptions());
        var run = await fixture.ExportAsync("signinattempts", "itemusages", "auditevents");
        Assert.That(run.ErrorLines, Has.Exactly(4).Items);
        Assert.That(run.ErrorLines[..3].Select(line => line.Split(' ')[0]), Is.EqualTo(FeedNames.All));
        Assert.That(run.ErrorLines[..3], Is.All.Matches(Span));
        Assert.That(
            run.ErrorLines[..3].Select(line => line.IndexOf('→', StringComparison.Ordinal)).Distinct(), Has.Exactly(1).Items);
        Assert.That(run.ErrorLines[3], Is.EqualTo("3,000 events in 0.0 s, 0/s"));
    }

    [Test]
    public async Task Summary_shows_one_event_in_the_singular_and_no_time_range_without_events()
    {
        await using var one = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 1 });
        Assert.That((await one.ExportAsync("auditevents")).ErrorLines[^1], Does.StartWith("1 event in"));

        await using var none = await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = 0 });
        Assert.That(
            (await none.ExportAsync("auditevents")).ErrorLines[0],
            Does.Match("^auditevents +complete +0 events +1 page +[^ →]+$"));
    }

    [TestCase(0, "0 pages")]
    [TestCase(1, "1 page")]
    [TestCase(2, "2 pages")]
    [TestCase(1_234_567, "1,234,567 pages")]
    [Category("InProcess")]
    public void Count_is_formatted_with_its_noun(long number, string text) =>
        Assert.That(Format.Count(number, "page"), Is.EqualTo(text));

    [TestCase(0, 0, "0/s")]
    [TestCase(5, 0, "0/s")]
    [TestCase(25_000, 2, "12,500/s")]
    [TestCase(1, 3, "0/s")]
    [Category("InProcess")]
    public void Rate_is_formatted_as_a_whole_number_per_second(long events, int seconds, string text) =>
        Assert.That(Format.Rate(events, TimeSpan.FromSeconds(seconds)), Is.EqualTo(text));
}
