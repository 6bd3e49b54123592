using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Npgsql;
using OnePassword.Events.Benchmarks.Processes;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Benchmarks.Fleet;

/// <summary>Nodes and accounts, each account on an emulator of this process.</summary>
internal sealed class EmulatedFleet : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly List<EventsEmulator> _emulators = [];
    private readonly List<FleetProcess> _nodes = [];
    private readonly List<int> _ports = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fleet-");
    private readonly NpgsqlDataSource _database;
    private readonly string _program;
    private readonly string _connection;
    private readonly long _events;

    private EmulatedFleet(string program, string connection, long events)
    {
        (_program, _connection, _events) = (program, connection, events);
        _database = NpgsqlDataSource.Create(connection);
    }

    public IReadOnlyList<FleetProcess> Nodes => _nodes;

    private string File => Path.Combine(_folder.FullName, "follow.json");

    public static async Task<EmulatedFleet> StartAsync(string program, string connection, int accounts, int eventsPerFeed)
    {
        var fleet = new EmulatedFleet(program, connection, 3L * accounts * eventsPerFeed);
        var list = new JsonArray();
        for (var number = 1; number <= accounts; number++)
        {
            var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { Seed = number, EventsPerFeed = eventsPerFeed });
            fleet._emulators.Add(emulator);
            var name = string.Create(CultureInfo.InvariantCulture, $"account-{number:0000}");
            await System.IO.File.WriteAllTextAsync(Path.Combine(fleet._folder.FullName, name), emulator.Token);
            list.Add(new JsonObject
            {
                ["name"] = name,
                ["url"] = emulator.BaseAddress.ToString(),
                ["token"] = new JsonObject { ["file"] = name },
            });
        }
        await System.IO.File.WriteAllTextAsync(
            fleet.File, new JsonObject { ["state"] = "unused", ["accounts"] = list }.ToJsonString());
        return fleet;
    }

    public async Task AddNodeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        _ports.Add(port);
        _nodes.Add(await FleetProcess.StartAsync(
            _program, ["run", "--connection", _connection, "--port", port.ToString(CultureInfo.InvariantCulture)]));
    }

    public Task ApplyAsync() => ProcessRun.MeasureAsync(_program, ["apply", File, "--connection", _connection]);

    /// <summary>Waits until the database has all events.</summary>
    public async Task WaitForEventsAsync()
    {
        while (await StoredAsync() < _events)
            await Task.Delay(Interval, TimeProvider.System);
    }

    /// <summary>Returns how many accounts each node follows.</summary>
    public async Task<IReadOnlyList<int>> AccountsOfNodesAsync()
    {
        var counts = new List<int>();
        foreach (var port in _ports)
        {
            await using var command = _database.CreateCommand(
                "SELECT count(DISTINCT account)::integer FROM op_events_fleet.feed_status WHERE node = $1");
            command.Parameters.Add(new() { Value = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}") });
            counts.Add((int)(await command.ExecuteScalarAsync())!);
        }
        return counts;
    }

    /// <summary>Returns how many requests arrived in each second of a time.</summary>
    public IReadOnlyList<int> RequestsPerSecond(DateTimeOffset from, TimeSpan length)
    {
        var counts = new int[(int)length.TotalSeconds];
        foreach (var request in _emulators.SelectMany(emulator => emulator.Requests))
        {
            if (request.Time >= from && (int)(request.Time - from).TotalSeconds is var second && second < counts.Length)
                counts[second]++;
        }
        return counts;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            node.Dispose();
        foreach (var emulator in _emulators)
            await emulator.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<long> StoredAsync()
    {
        await using var command = _database.CreateCommand("SELECT coalesce(sum(last_seq), 0)::bigint FROM op_events.follower");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
