using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Testing.Databases;

/// <summary>
/// A PostgreSQL server of its own, in a temporary folder, on loopback. Tests share one; a test that kills the server starts another.
/// </summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Superuser = "postgres";

    private static readonly string? Programs = FindPrograms();
    private static readonly Lazy<Task<PostgreSqlServer>> Common = new(() => StartAsync());

    private readonly string _folder;
    private readonly int _port;
    private readonly bool _isDurable;
    private int _databases;

    private PostgreSqlServer(string folder, int port, bool isDurable) => (_folder, _port, _isDurable) = (folder, port, isDurable);

    /// <summary>
    /// Gets whether the programs of a server are installed, for example by the Debian package postgresql. OP_EVENTS_POSTGRESQL names
    /// their folder; empty hides them.
    /// </summary>
    public static bool IsInstalled => Programs is not null;

    /// <summary>Starts a server.</summary>
    /// <param name="isDurable">Whether commits survive a kill of the server.</param>
    public static async Task<PostgreSqlServer> StartAsync(bool isDurable = false)
    {
        var folder = Directory.CreateTempSubdirectory("postgresql-").FullName;
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", Superuser, folder); // The server does not run as root.
        await ProgramAsync("initdb", "-D", Data(folder), "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N");
        var server = new PostgreSqlServer(folder, FreePort(), isDurable);
        await server.StartAgainAsync();
        await server.ExecuteAsync("CREATE DATABASE template_events");
        await using var database = server.Source("template_events");
        _ = await PostgreSqlSchema.MigrateAsync(database);
        return server;
    }

    /// <summary>Gets the server that the tests share. It ends with the test process.</summary>
    public static Task<PostgreSqlServer> SharedAsync() => Common.Value;

    /// <summary>Stops the shared server, if a test has started it.</summary>
    public static async Task StopSharedAsync()
    {
        if (Common.IsValueCreated && Common.Value.IsCompletedSuccessfully)
            await (await Common.Value).DisposeAsync();
    }

    /// <summary>Creates a database with the tables, and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"events_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template_events");
        return ConnectionString(name);
    }

    /// <summary>Creates an empty database with an encoding, and returns its connection string.</summary>
    public async Task<string> CreateEmptyDatabaseAsync(string encoding = "UTF8")
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"empty_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'");
        return ConnectionString(name);
    }

    /// <summary>Runs a command of psql in a database.</summary>
    public Task PsqlAsync(string connectionString, string command)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return RunAsync(
            Path.Combine(Programs!, "psql"), "-h", settings.Host!, "-p", settings.Port.ToString(CultureInfo.InvariantCulture), "-U",
            settings.Username!, "-d", settings.Database!, "-c", command);
    }

    /// <summary>Kills the server, as a crash does.</summary>
    public Task KillAsync() => ProgramAsync("pg_ctl", "-D", Data(_folder), "-m", "immediate", "-w", "stop");

    /// <summary>Starts the server on the same port.</summary>
    public Task StartAgainAsync()
    {
        var sync = _isDurable ? "" : "-c fsync=off -c synchronous_commit=off -c full_page_writes=off";
        var port = _port.ToString(CultureInfo.InvariantCulture);
        var options = $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 {sync}";
        return ProgramAsync("pg_ctl", "-D", Data(_folder), "-o", options, "-l", Path.Combine(_folder, "log"), "-w", "start");
    }

    public async ValueTask DisposeAsync()
    {
        await ProgramAsync("pg_ctl", "-D", Data(_folder), "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private static string Data(string folder) => Path.Combine(folder, "data");

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = Superuser,
        Database = database,
        MaxPoolSize = 20,
        Timeout = 60,
    }.ConnectionString;

    private NpgsqlDataSource Source(string database) => NpgsqlDataSource.Create(ConnectionString(database) + ";Pooling=false");

    private async Task ExecuteAsync(string sql)
    {
        await using var source = Source(Superuser);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        if (Environment.GetEnvironmentVariable("OP_EVENTS_POSTGRESQL") is { } folder)
            return folder.Length == 0 ? null : folder;
        var installed = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return OperatingSystem.IsWindows() ? null : installed.Concat(path).FirstOrDefault(one => File.Exists(Path.Combine(one, "initdb")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task ProgramAsync(string program, params string[] args)
    {
        var path = Path.Combine(Programs!, program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", Superuser, "--", path, .. args])
            : RunAsync(path, args);
    }

    // Without redirection: the server would inherit a pipe, and reading it would not end.
    private static async Task RunAsync(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" > /dev/null 2>&1", "sh", program, .. args])
        {
            WorkingDirectory = "/",
        })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {process.ExitCode}.");
    }
}
