using OnePassword.Events.Tests.Properties;

namespace OnePassword.Events.Tests.Windows;

/// <summary>Whatever the history and however answers come, each event comes once; so it does when a reading goes on after any position.</summary>
public sealed class RandomReadingTests
{
    private const int Histories = 8;

    [Test]
    public async Task Each_event_comes_once([Values] bool late, [Values(60, 600, 100_000)] int perMinute, [Values(0, 40, 3_000)] int slowest, [Values(2, 5, 64)] int pagesAhead)
    {
        for (var seed = 0; seed < Histories * Mutations.Factor; seed++)
        {
            var random = new Random(seed);
            var history = RandomReadings.History(random, late);
            var query = RandomReadings.Query(random);
            var options = new ReadOptions { Parallelism = random.Next(1, 65), MaxBufferedPages = pagesAhead };

            var pages = await RandomReadings.ReadAsync(history, query, options, perMinute, slowest, random);
            AssertOnce(pages, history, late, $"history {seed}");

            var positions = pages.FindAll(page => page.Position is not null);
            var after = positions[random.Next(positions.Count)];
            options.ResumeFrom = new ReadPosition(after.Position!.CompleteUntil, after.Position.BoundaryKeys);
            var rest = await RandomReadings.ReadAsync(history, query, options, perMinute, slowest, random);
            AssertOnce([.. pages.TakeWhile(page => page != after), after, .. rest], history, late, $"history {seed}, after {after.Position.CompleteUntil:O}");
        }
    }

    private static void AssertOnce(List<RandomReadings.Page> pages, List<RandomReadings.Event> history, bool late, string which)
    {
        var uuids = pages.SelectMany(page => page.Events).Select(@event => @event.Uuid).ToList();
        var different = uuids.Distinct(StringComparer.Ordinal).Count();
        Assert.That((uuids.Count - different, history.Count - different), Is.EqualTo((0, 0)), $"doubled and lost of {which}");
        if (!late)
            Assert.That(uuids.SequenceEqual(history.Select(@event => @event.Uuid), StringComparer.Ordinal), Is.True, $"the order of {which}");
    }
}
