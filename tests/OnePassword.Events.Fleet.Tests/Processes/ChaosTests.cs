using System.Globalization;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Fleet.Tests.Processes;

/// <summary>
/// Nodes are killed, hang and are terminated, the server crashes, and another fleet follows the same accounts, all in a random
/// order. The database has each event once and in order.
/// </summary>
[Category("Slow")]
public sealed partial class ChaosTests
{
    // A process that hung while it took a feed finishes that first.
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(30);

    [Test]
    public Task Each_event_is_stored_once_and_in_order_whatever_ends() =>
        RunAsync(accounts: 12, poll: 1, TimeSpan.Zero);

    [Test]
    public async Task Each_event_is_stored_once_and_in_order_for_a_long_time()
    {
        const string Seconds = "OP_EVENTS_FLEET_SOAK";
        if (Variable(Seconds) is not { } seconds)
        {
            Assert.Ignore($"Set {Seconds} to the number of seconds to run this test.");
            return;
        }
        await RunAsync(Variable("OP_EVENTS_FLEET_ACCOUNTS") ?? 300, poll: 5, TimeSpan.FromSeconds(seconds));
    }

    private static async Task RunAsync(int accounts, int poll, TimeSpan time)
    {
        var seed = Variable("OP_EVENTS_FLEET_SEED") ?? TestContext.CurrentContext.Random.Next();
        TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"OP_EVENTS_FLEET_SEED={seed}"));
        await using var server = await PostgreSqlServer.StartAsync(isDurable: true);
        await using var fixture = await FleetFixture.StartAsync(nodes: 3, accounts, server, poll);
        using var chaos = new Chaos(fixture, server, seed);
        IReadOnlyList<JournalEntry> journal;
        try
        {
            await using (new EventFlow(fixture.Accounts, TimeSpan.FromSeconds(0.5 * poll)))
            {
                await fixture.SpreadAsync(fixture.Nodes);
                await chaos.RunAsync(time);
            }
            journal = await fixture.VerifyAsync();
        }
        catch (Exception)
        {
            foreach (var node in fixture.Nodes)
                TestContext.Out.WriteLine($"Node {node.Name}:\n{node.Log}");
            throw;
        }
        foreach (var (writer, woken) in chaos.Woken)
        {
            var late = journal.Where(entry => entry.Writer == writer && entry.Time >= woken).ToList();
            Assert.That(late.Where(entry => entry.IsCommit), Is.Empty, "it was replaced");
            Assert.That(late.Where(entry => entry.Time >= woken + Ending), Is.Empty, "it has ended, and takes no feed any more");
        }
        var fenced = fixture.Nodes.Sum(node => Fenced().Count(node.Log));
        Assert.That(fenced, Is.Positive, "the two fleets take accounts from each other");
        Report(fixture, chaos, journal, fenced);
    }

    private static void Report(FleetFixture fixture, Chaos chaos, IReadOnlyList<JournalEntry> journal, int fenced)
    {
        foreach (var kind in chaos.Losses.GroupBy(loss => loss.Kind, StringComparer.Ordinal))
            TestContext.Out.WriteLine(NodeLoss.Describe(
                $"{kind.Key}, {kind.Count()} times, accounts taken over (min / median / max)",
                kind.SelectMany(loss => loss.Takeovers(journal))));
        TestContext.Out.WriteLine(NodeLoss.Describe(
            "longest time without a commit, per feed (min / median / max)",
            journal.Where(entry => entry.IsCommit).GroupBy(entry => entry.Name, StringComparer.Ordinal)
                .Select(feed => feed.Zip(feed.Skip(1), (last, next) => next.Time - last.Time).Max())));
        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{fixture.Events} events exact, {journal.Count(entry => entry.IsCommit)} commits, "
            + $"{fenced} refused, {journal.Count(entry => !entry.IsCommit)} times a feed was taken"));
    }

    private static int? Variable(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;

    [GeneratedRegex("Another (process|node) (has taken over|follows this account now)", RegexOptions.ExplicitCapture)]
    private static partial Regex Fenced();
}
