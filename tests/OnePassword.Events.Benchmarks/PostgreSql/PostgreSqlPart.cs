using System.Buffers;
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
            The three feeds of an emulator in another process go into PostgreSQL at once, with a durable commit per page of 1,000 events.
            Store: the pages were read before. Follow: with reading them, and the emulator needs a processor too. The ceiling is one
            `\copy` of psql for the same lines, into a table with one column. Medians of alternating runs.
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
            var (stored, followed, copied) = (new List<Run>(), new List<Run>(), new List<Run>());
            for (var round = 0; round < Rounds; round++)
            {
                stored.Add(await StoreAsync(emulator, await server.CreateDatabaseAsync()));
                followed.Add(await FollowAsync(emulator, await server.CreateDatabaseAsync()));
                copied.Add(await CopyAsync(server, await server.CreateDatabaseAsync(), lines));
            }
            (string Name, Run Run)[] rows =
                [("psql", Run.MedianOf(copied)), ("store", Run.MedianOf(stored)), ("follow", Run.MedianOf(followed))];
            report.Table(
                [$"{Show.Count(3 * events)} events by", "wall, s", "events per second", "ratio", "processor of this process, s"],
                rows.Select(row => new[]
                {
                    row.Name, Show.Seconds(row.Run.Wall), Show.Count(3 * events / row.Run.Wall.TotalSeconds),
                    Show.Ratio(rows[0].Run.Wall / row.Run.Wall), Show.Seconds(row.Run.Processor),
                }));
            Goal.AddTo(report, [new("Wall time of store, relative to psql", rows[1].Run.Wall / rows[0].Run.Wall, 1 / MinRatio, Show.Ratio)]);
        }
        finally
        {
            File.Delete(lines);
        }
    }

    private static async Task<string> ExportAsync(EmulatorProcess emulator)
    {
        var path = Path.GetTempFileName();
        using var client = emulator.Client();
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

    private static async Task<Run> StoreAsync(EmulatorProcess emulator, string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var store = new PostgreSqlEventStore(database);
        using var client = emulator.Client();
        var feeds = await EmulatorProcess.PagesAsync(client);
        return await Run.MeasureAsync(() => Task.WhenAll(feeds.Select(async pages =>
        {
            foreach (var page in pages)
                await store.StoreAsync(page);
        })));
    }

    private static async Task<Run> FollowAsync(EmulatorProcess emulator, string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var store = new PostgreSqlEventStore(database);
        using var client = emulator.Client();
        return await Run.MeasureAsync(() => Task.WhenAll(client.Feeds.Select(feed => feed.FollowRawAsync(
            store, (page, token) => store.StoreAsync(page, token), new FollowOptions { StopWhenCaughtUp = true }))));
    }

    private static async Task<Run> CopyAsync(PostgreSqlServer server, string database, string lines)
    {
        await server.PsqlAsync(database, "CREATE TABLE line (body text)");
        return await Run.MeasureAsync(() => server.PsqlAsync(database, string.Create(
            CultureInfo.InvariantCulture, $@"\copy line FROM '{lines}' (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')")));
    }
}
