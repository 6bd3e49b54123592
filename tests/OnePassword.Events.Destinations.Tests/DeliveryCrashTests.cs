using System.Globalization;
using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Destinations.Tests;

/// <summary>
/// Following into Elasticsearch crashes at each of its steps: before and after a request, after the dead letters, and before and
/// after the commit. After each crash, the data streams roll over, and the server has more events.
/// </summary>
public sealed class DeliveryCrashTests
{
    [TestCase(false)]
    [TestCase(true)]
    [Property("Statement", 13)]
    [Property("Statement", 14)]
    [Description("A crash at any step, a rollover and a longer page after the restart: one copy of each event.")]
    public async Task Elasticsearch_has_each_event_once_after_a_crash_at_any_step(bool isMonthly)
    {
        await using var server = await EventsEmulator.StartAsync(
            new EmulatorOptions { EventsPerFeed = 20, Span = TimeSpan.FromDays(40), Quota = Quota.Off });
        await using var service = await FakeElasticsearch.StartAsync();
        var poison = Uuids(server)[5];
        service.Bulk.Fails = document => document.Id == poison ? (400, "document_parsing_exception", "bad") : null;

        var step = 0;
        for (var hasCrashed = true; hasCrashed;)
        {
            step++;
            var name = string.Create(CultureInfo.InvariantCulture, $"step{step}");
            using var follow = new CrashingFollow(server, service, name, isMonthly);
            hasCrashed = await follow.CrashesAsync(step);
            service.Cluster.Rollover();
            Append(server, step);
            Assert.That(await follow.CrashesAsync(int.MaxValue), Is.False);

            Assert.That(follow.Stored, Is.EquivalentTo(Uuids(server).Where(uuid => uuid != poison)), name);
            Assert.That(follow.DeadLetters.Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { poison }), name);
        }
        Assert.That(step, Is.GreaterThan(12), "each page has steps: two of its request, and two of its commit");
    }

    private static List<string> Uuids(EventsEmulator server) =>
        [.. server.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).Select(json => RawEvent.Parse(json).Uuid!)];

    private static void Append(EventsEmulator server, int number)
    {
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        server.Append(
            EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes($$"""{"uuid":"{{Pages.Uuid(number)}}","timestamp":"{{time}}"}"""));
    }
}
