using System.Text;
using System.Text.Json.Nodes;
using OnePassword.Events.Emulator;
using OnePassword.Events.Fleet.Accounts;

namespace OnePassword.Events.Fleet.Tests.Support.InProcess;

/// <summary>Accounts of a fleet, each with an emulator and a token file. Nodes follow their audit events.</summary>
internal sealed class EmulatedAccounts(TestDatabase database) : IAsyncDisposable
{
    private const int FirstEvents = 3;

    private readonly Dictionary<string, EventsEmulator> _emulators = new(StringComparer.Ordinal);
    private readonly TemporaryFolder _tokens = new();
    private int _appended;

    public IReadOnlyCollection<string> Names => _emulators.Keys;

    public EventsEmulator this[string name] => _emulators[name];

    public AccountTable Table { get; } = new(database.Source);

    public static async Task<EmulatedAccounts> CreateAsync(TestDatabase database, params IEnumerable<string> names)
    {
        var accounts = new EmulatedAccounts(database);
        foreach (var name in names)
            await accounts.AddAsync(name);
        return accounts;
    }

    public async Task AddAsync(string name)
    {
        _emulators[name] = await EventsEmulator.StartAsync(
            new() { Seed = _emulators.Count, EventsPerFeed = FirstEvents, Quota = Quota.Off });
        await SetAsync(name);
    }

    /// <summary>Writes the token file and the definition of an account.</summary>
    /// <param name="name">The account.</param>
    /// <param name="token">The token; null for the one that the emulator accepts.</param>
    /// <param name="changes">The keys that differ from the usual definition.</param>
    public async Task SetAsync(string name, string? token = null, params IEnumerable<(string Key, JsonNode Value)> changes)
    {
        var emulator = _emulators[name];
        var json = new JsonObject
        {
            ["poll"] = new JsonObject { ["min"] = "1s", ["max"] = "1s" },
            ["feeds"] = new JsonArray("auditevents"),
            ["accounts"] = new JsonArray(new JsonObject
            {
                ["name"] = name,
                ["url"] = emulator.BaseAddress.ToString(),
                ["token"] = new JsonObject { ["file"] = _tokens.Write(name, token ?? emulator.Token) },
            }),
        };
        foreach (var (key, value) in changes)
            json[key] = value;
        await Table.SetAsync(new AccountDefinition(name, _tokens.Path, json.ToJsonString()), CancellationToken.None);
    }

    /// <summary>Appends an event to accounts.</summary>
    public void Append(params IEnumerable<string> names)
    {
        var time = TimeProvider.System.GetUtcNow();
        foreach (var name in names)
            _emulators[name].Append(
                EmulatorFeed.AuditEvents,
                Encoding.UTF8.GetBytes(
                    $$"""{"uuid":"APPENDED{{++_appended:D4}}","timestamp":"{{time:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}"""));
    }

    /// <summary>Waits until the database has all events of accounts, and requires that it has each once, in order.</summary>
    public async Task AssertStoredAsync(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var sent = _emulators[name].ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2).Select(Text).ToList();
            await Wait.UntilAsync(async () => (await database.BodiesAsync($"{name}-auditevents")).Count >= sent.Count);
            var stored = await database.BodiesAsync($"{name}-auditevents");
            Assert.That(stored.Select(body => Text(body)), Is.EqualTo(sent), name);
        }

        static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var emulator in _emulators.Values)
            await emulator.DisposeAsync();
        _tokens.Dispose();
    }
}
