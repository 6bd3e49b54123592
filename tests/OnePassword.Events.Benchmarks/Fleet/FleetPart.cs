using System.Diagnostics;
using System.Globalization;
using OnePassword.Events.Benchmarks.Reporting;
using OnePassword.Events.Testing.Databases;

namespace OnePassword.Events.Benchmarks.Fleet;

/// <summary>Nodes of <c>op-events-fleet</c> that wait for events of many accounts, and that read many events.</summary>
internal static class FleetPart
{
    private const int Nodes = 3;
    private const int EventsOfIdleFeed = 10;

    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(3); // The polling interval has then reached its limit.
    private static readonly TimeSpan Watched = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("Fleet", """
            Nodes are processes on this machine, and each account has an emulator in this process. PostgreSQL commits durably. Idle: no
            account gets events, and the polling interval has reached one minute. Catching up: all nodes run, then the accounts are added.
            """);
        if (!PostgreSqlServer.IsInstalled)
        {
            report.Note("PostgreSQL is not installed.");
            return;
        }
        var program = await FleetBuild.PublishAsync();
        await IdleAsync(report, program, scale.IdleAccounts);
        await CatchUpAsync(report, program, scale.FleetEvents);
    }

    private static async Task IdleAsync(Report report, string program, int accounts)
    {
        await using var server = await PostgreSqlServer.StartAsync(isDurable: true);
        await using var fleet = await EmulatedFleet.StartAsync(program, await server.CreateDatabaseAsync(), accounts, EventsOfIdleFeed);
        for (var node = 0; node < Nodes; node++)
            await fleet.AddNodeAsync();
        await fleet.ApplyAsync();
        await fleet.WaitForEventsAsync();
        await Task.Delay(Settling, TimeProvider.System);
        var before = fleet.Nodes.Select(node => node.Processor).ToList();
        var from = TimeProvider.System.GetUtcNow();
        await Task.Delay(Watched, TimeProvider.System);
        var processor = fleet.Nodes.Select((node, index) => node.Processor - before[index]).ToList();
        var owned = await fleet.AccountsOfNodesAsync();
        report.Table(
            [$"{Show.Count(accounts)} accounts, 3 nodes", "accounts", "memory, MiB", "per account, KiB", "processor, ms per s", "per account, µs per s"],
            fleet.Nodes.Select((node, index) => new[]
            {
                $"node {index + 1}", Show.Count(owned[index]), Show.Mebibytes(node.Memory), Show.Count(node.Memory / 1024.0 / owned[index]),
                Show.OneDigit(processor[index].TotalMilliseconds / Watched.TotalSeconds),
                Show.Count(processor[index].TotalMicroseconds / Watched.TotalSeconds / owned[index]),
            }));
        var seconds = fleet.RequestsPerSecond(from, Watched).Order().ToList();
        report.Table(
            ["requests of all accounts", "mean per s", "least", "most", "most, relative to the mean"],
            [["in one minute", Show.OneDigit(seconds.Average()), Show.Count(seconds[0]), Show.Count(seconds[^1]), Show.Number(seconds[^1] / seconds.Average())]]);
        Goal.AddTo(report,
        [
            new("Accounts of a node, relative to the mean", owned.Max() / owned.Average(), 1.2, Show.Number),
            new("Requests in the busiest second, relative to the mean", seconds[^1] / seconds.Average(), 2, Show.Number),
        ]);
    }

    private static async Task CatchUpAsync(Report report, string program, (int Accounts, int EventsPerFeed) work)
    {
        var rows = new List<string[]>();
        var events = 3L * work.Accounts * work.EventsPerFeed;
        var first = TimeSpan.Zero;
        for (var nodes = 1; nodes <= Nodes; nodes++)
        {
            await using var server = await PostgreSqlServer.StartAsync(isDurable: true);
            await using var fleet = await EmulatedFleet.StartAsync(program, await server.CreateDatabaseAsync(), work.Accounts, work.EventsPerFeed);
            for (var node = 0; node < nodes; node++)
                await fleet.AddNodeAsync();
            var start = Stopwatch.GetTimestamp();
            await fleet.ApplyAsync();
            await fleet.WaitForEventsAsync();
            var wall = Stopwatch.GetElapsedTime(start);
            first = nodes == 1 ? wall : first;
            rows.Add([
                nodes.ToString(CultureInfo.InvariantCulture), Show.Seconds(wall), Show.Count(events / wall.TotalSeconds), Show.Ratio(first / wall),
                Show.Seconds(fleet.Nodes.Aggregate(TimeSpan.Zero, (sum, node) => sum + node.Processor)),
            ]);
        }
        report.Table(
            [$"{Show.Count(events)} events of {Show.Count(work.Accounts)} accounts, nodes", "wall, s", "events per second", "ratio", "processor of the nodes, s"],
            rows);
    }
}
