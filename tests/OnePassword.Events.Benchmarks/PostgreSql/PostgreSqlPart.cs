using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using OnePassword.Events.Benchmarks.Processes;
using OnePassword.Events.Benchmarks.Reporting;
using OnePassword.Events.PostgreSql;
using OnePassword.Events.Testing.Databases;

namespace OnePassword.Events.Benchmarks.PostgreSql;

/// <summary>Three feeds are followed into PostgreSQL, beside a bulk load of the same lines.</summary>
internal static class PostgreSqlPart
{
    private const int Rounds = 3;
    private const double MinRatio = 0.7;

    public static async Task RunAsync(Report report, Scale scale)
    {
        report.Section("PostgreSQL", """
            The three feeds of an emulator in another process are followed into PostgreSQL at once, with a durable commit per page of 1,000
            events. The ceiling is one `\copy` of psql for the same lines, into a table with one column. Medians of alternating runs.
            """);
        if (!PostgreSqlServer.IsInstalled)
        {
            report.Note("PostgreSQL is not installed.");
            return;
        }
        var events = scale.ExportEvents[1];
        using var emulator = await EmulatorProcess.StartAsync(await ToolBuild.NativeAsync(), events);
        await using var server = await PostgreSqlServer.StartAsync(isDurable: true);
        var lines = await ExportAsync(emulator);
        try
        {
            var (followed, copied, processor) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
            for (var round = 0; round < Rounds; round++)
            {
                var before = Process.GetCurrentProcess().TotalProcessorTime;
                followed.Add(await FollowAsync(emulator, await server.CreateDatabaseAsync()));
                processor.Add(Process.GetCurrentProcess().TotalProcessorTime - before);
                copied.Add(await CopyAsync(server, await server.CreateDatabaseAsync(), lines));
            }
            var (follow, copy) = (Median.Of(followed), Median.Of(copied));
            report.Table(["events", "follow, s", "events per second", "processor of the follower, s", "psql, s", "lines per second"],
            [[
                Show.Count(3 * events), Show.Seconds(follow), Show.Count(3 * events / follow.TotalSeconds),
                Show.Seconds(Median.Of(processor)), Show.Seconds(copy), Show.Count(3 * events / copy.TotalSeconds),
            ]]);
            Goal.AddTo(report, [new("Time of the bulk load, relative to the follow (at least)", -(copy / follow), -MinRatio, value => Show.Ratio(-value))]);
        }
        finally
        {
            File.Delete(lines);
        }
    }

    private static async Task<string> ExportAsync(EmulatorProcess emulator)
    {
        var path = Path.GetTempFileName();
        using var client = Client(emulator);
        await using var file = File.Create(path);
        foreach (var feed in client.Feeds)
        {
            await foreach (var page in feed.ReadRawAsync(EventQuery.All))
            {
                using (page)
                {
                    var buffer = new ArrayBufferWriter<byte>();
                    foreach (var one in page.Items)
                        one.WriteLine(buffer);
                    await file.WriteAsync(buffer.WrittenMemory);
                }
            }
        }
        return path;
    }

    private static async Task<TimeSpan> FollowAsync(EmulatorProcess emulator, string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var store = new PostgreSqlEventStore(database);
        using var client = Client(emulator);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(client.Feeds.Select(feed => feed.FollowRawAsync(
            store, (page, token) => store.StoreAsync(page, cancellationToken: token), new FollowOptions { StopWhenCaughtUp = true })));
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<TimeSpan> CopyAsync(PostgreSqlServer server, string database, string lines)
    {
        await server.PsqlAsync(database, "CREATE TABLE line (body text)");
        var start = Stopwatch.GetTimestamp();
        await server.PsqlAsync(database, string.Create(
            CultureInfo.InvariantCulture, $@"\copy line FROM '{lines}' (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"));
        return Stopwatch.GetElapsedTime(start);
    }

    private static EventsClient Client(EmulatorProcess emulator) => new(
        EmulatorProcess.Token, new EventsClientOptions
        {
            Region = EventsRegion.At(emulator.Address),
            Resilience = { RateLimiter = { PerMinute = 1_000_000, PerHour = 1_000_000 } },
        });
}
