using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.State;

/// <summary>A folder after a run of op-events follow: 30 events per feed, on pages of 10, in out, and checkpoints in state.</summary>
internal sealed class FollowedFixture : IAsyncDisposable
{
    public const int Events = 30;

    private readonly CliFixture _stage;

    private FollowedFixture(CliFixture fixture) => _stage = fixture;

    public TemporaryFolder Folder => _stage.Folder;

    public string State => Folder["state"];

    public string Out => Folder["out"];

    public EventsEmulator Server => _stage.Server;

    public static async Task<FollowedFixture> StartAsync()
    {
        var fixture = new FollowedFixture(await CliFixture.StartAsync(new EmulatorOptions { EventsPerFeed = Events }));
        var run = await fixture.FollowAsync("out");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return fixture;
    }

    public Task<CliResult> FollowAsync(string output, params string[] args) =>
        RunAsync(
            ["follow", "--once", "--url", _stage.Url, "--state", State, "--output", Folder[output], "--page-size", "10", "--rotate-every", "1d", .. args]);

    public Task<CliResult> StateAsync(string command, params string[] args) =>
        RunAsync(["state", command, "--state", State, .. args]);

    /// <summary>Runs the command at a terminal, where the operator types a reply.</summary>
    public Task<CliResult> AskAsync(string typed, string command, params string[] args) =>
        new CliRunner { Clock = new FakeTimeProvider(CliFixture.Now), Typed = typed }.StartAsync(
            ["state", command, "--state", State, .. args]);

    public async Task<CliResult> RunAsync(params string[] args)
    {
        var tool = new CliRunner { Clock = new FakeTimeProvider(CliFixture.Now) };
        tool.Environment["OP_EVENTS_TOKEN"] = Server.Token;
        return await tool.StartAsync(args);
    }

    public async Task<Checkpoint> LoadAsync(string name)
    {
        using var store = FileCheckpointStore.OpenReadOnly(State);
        return (await store.LoadAsync(name))!;
    }

    public string PathOf(string name) => Path.Combine(State, name + ".json");

    /// <summary>The content of each backup of a checkpoint.</summary>
    public IReadOnlyList<byte[]> Backups(string name) =>
        [.. Directory.EnumerateFiles(State, $"{name}.json.*.bak").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public void Damage(string name) =>
        File.WriteAllText(PathOf(name), File.ReadAllText(PathOf(name)).Replace("\"v2\"", "\"v3\"", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _stage.DisposeAsync();
}
