using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using OnePassword.Events.Emulator;
using OnePassword.Events.Fleet.Accounts;
using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Fleet.Emulation;

/// <summary>Accounts on emulators of this process, to try the fleet out. They are removed when the process ends.</summary>
internal sealed class EmulatedAccounts : IAsyncDisposable
{
    private readonly List<EventsEmulator> _emulators = [];
    private readonly List<string> _names = [];
    private readonly AccountTable _table;

    // Without emulated accounts, a node writes nothing. Its root can be read-only.
    private readonly Lazy<DirectoryInfo> _tokens = new(() => Directory.CreateTempSubdirectory("op-events-fleet-"));

    private EmulatedAccounts(AccountTable table) => _table = table;

    /// <summary>Starts emulators and adds their accounts.</summary>
    public static async Task<EmulatedAccounts> StartAsync(
        int count, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var accounts = new EmulatedAccounts(new AccountTable(database));
        try
        {
            for (var number = 1; number <= count; number++)
                await accounts.AddAsync(number, database, cancellationToken).ConfigureAwait(false);
            return accounts;
        }
        catch
        {
            await accounts.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_names.Count > 0)
                await _table.RemoveAsync(_names, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            foreach (var emulator in _emulators)
                await emulator.DisposeAsync().ConfigureAwait(false);
            if (_tokens.IsValueCreated)
                _tokens.Value.Delete(recursive: true);
        }
    }

    private async Task AddAsync(int number, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { Seed = number }, cancellationToken)
            .ConfigureAwait(false);
        _emulators.Add(emulator);
        var name = string.Create(CultureInfo.InvariantCulture, $"emulator-{number:000}");
        var token = Path.Combine(_tokens.Value.FullName, name);
        await File.WriteAllTextAsync(token, emulator.Token, cancellationToken).ConfigureAwait(false);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var json = new JsonObject
        {
            ["accounts"] = new JsonArray(new JsonObject
            {
                ["name"] = name,
                ["url"] = emulator.BaseAddress.ToString(),
                ["token"] = new JsonObject { ["file"] = token },
            }),
        };
        foreach (var feed in FeedNames.All) // Checkpoints of earlier emulators, which had other addresses.
            _ = await PostgreSqlAdministration.SetCheckpointAsync(database, $"{name}-{feed}", checkpoint: null, cancellationToken)
                .ConfigureAwait(false);
        await _table.SetAsync(new AccountDefinition(name, _tokens.Value.FullName, json.ToJsonString()), cancellationToken)
            .ConfigureAwait(false);
        _names.Add(name);
    }
}
