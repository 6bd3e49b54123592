using System.Text;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>
/// The tool is killed at random while a destination fails at random. At the end, the destination has each event, and exactly once
/// if it guarantees that. There are 21 kills, or 105 with <c>OP_EVENTS_TOOL</c>. <c>OP_EVENTS_KILLS</c> sets the number per test.
/// </summary>
[Category("Slow")]
[Property("Statement", 13)]
[Description("A crash between the delivery and the commit.")]
public sealed class DestinationCrashTests
{
    private const int MaxRejected = 90; // Per minute, 100 may become dead letters.

    [Test]
    public async Task Https_endpoint_has_each_event_after_kills()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        await using var follow = await KilledFollow.StartAsync();
        await follow.RunAsync(siem, () => { }, "--to", "https");
        AssertNoneLost(follow.Uuids, siem.Lines.Select(UuidOf));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Splunk_has_each_event_after_kills(bool hasAcknowledgment)
    {
        await using var splunk = await FakeSplunk.StartAsync();
        splunk.HasAcknowledgment = hasAcknowledgment;

        // The first query for an acknowledgment is a second after the events.
        await using var follow = hasAcknowledgment
            ? await KilledFollow.StartAsync(pageSize: 1000, longestRun: TimeSpan.FromSeconds(1.2))
            : await KilledFollow.StartAsync();
        await follow.RunAsync(
            splunk, () => { }, "--to", "splunk", "--set", $"token.file={follow.Folder.Write("hec", splunk.Token)}",
            "--set", $"ack={(hasAcknowledgment ? "true" : "false")}");
        AssertNoneLost(follow.Uuids, splunk.Events.Select(one => UuidOf(one.Event)));
    }

    [TestCase("data_stream=logs-1password.{feed}-default")]
    [TestCase("index=onepassword-{feed}-{month}")]
    public async Task Elasticsearch_has_each_event_once_after_kills_and_rollovers(string target)
    {
        await using var service = await FakeElasticsearch.StartAsync();
        await using var follow = await KilledFollow.StartAsync();
        RollOver(service);
        await follow.RunAsync(service, () => { }, "--to", "elasticsearch", "--set", target);
        Assert.That(Stored(service), Is.Unique);
        AssertNoneLost(follow.Uuids, Stored(service));
    }

    [Test]
    public async Task Rejected_events_of_an_https_endpoint_are_dead_letters_after_kills()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        await using var follow = await KilledFollow.StartAsync();
        var poison = Poison(follow);
        siem.Rejects = line => poison.Contains(UuidOf(line));
        await follow.RunAsync(siem, () => AssertValid(follow, poison), "--to", "https", "--set", "name=out");
        AssertNoneLost(follow.Uuids.Except(poison, StringComparer.Ordinal), siem.Lines.Select(UuidOf));
        Assert.That(AssertValid(follow, poison), Is.EquivalentTo(poison));
    }

    [Test]
    public async Task Rejected_events_of_Elasticsearch_are_dead_letters_after_kills()
    {
        await using var service = await FakeElasticsearch.StartAsync();
        await using var follow = await KilledFollow.StartAsync();
        var poison = Poison(follow);
        RollOver(service);
        service.Bulk.Fails = document => poison.Contains(document.Id) ? (400, "document_parsing_exception", "bad") : null;
        await follow.RunAsync(
            service, () => AssertValid(follow, poison), "--to", "elasticsearch", "--set", "name=out");
        Assert.That(Stored(service), Is.EquivalentTo(follow.Uuids.Except(poison, StringComparer.Ordinal)));
        Assert.That(AssertValid(follow, poison), Is.EquivalentTo(poison));
    }

    private static void RollOver(FakeElasticsearch service)
    {
        var random = new Random(TestContext.CurrentContext.Random.Next());
        service.RollsOver = _ => random.Next(5) == 0;
    }

    private static IEnumerable<string> Stored(FakeElasticsearch service) =>
        service.Cluster.Indices.Values.SelectMany(index => index.Documents).Select(document => document.Id);

    // At most one per page, which also has a bound for dead letters.
    private static HashSet<string> Poison(KilledFollow follow)
    {
        var uuids = follow.Uuids.ToList();
        var distance = Math.Max(50, uuids.Count / MaxRejected);
        return uuids.Where((_, index) => index % distance == distance / 2).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Asserts that all dead letters can be read, and returns their uuids without repetitions.</summary>
    private static List<string> AssertValid(KilledFollow follow, HashSet<string> poison)
    {
        var file = new DeadLetterFile(Path.Combine(follow.Folder["state"], "dead-letters", "out.ndjson"));
        var uuids = file.Read().Select(letter => letter.Event.Uuid!).Distinct(StringComparer.Ordinal).ToList();
        Assert.That(uuids, Is.SubsetOf(poison));
        return uuids;
    }

    private static void AssertNoneLost(IEnumerable<string> sent, IEnumerable<string> received) =>
        Assert.That(sent.Except(received, StringComparer.Ordinal), Is.Empty, "lost");

    private static string UuidOf(string line) => RawEvent.Parse(Encoding.UTF8.GetBytes(line)).Uuid!;
}
