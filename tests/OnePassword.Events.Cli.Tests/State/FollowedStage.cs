using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.State;

/// <summary>A stage on which op-events follow has run: 30 events a feed, on pages of 10, in out, and checkpoints in state.</summary>
internal sealed class FollowedStage : IAsyncDisposable
{
    public const int Events = 30;

    private readonly Stage _stage;

    private FollowedStage(Stage stage) => _stage = stage;

    public TemporaryFolder Folder => _stage.Folder;

    public string State => Folder["state"];

    public string Out => Folder["out"];

    public EventsEmulator Server => _stage.Server;

    public static async Task<FollowedStage> StartAsync()
    {
        var stage = new FollowedStage(await Stage.StartAsync(new EmulatorOptions { EventsPerFeed = Events }));
        var run = await stage.FollowAsync("out");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return stage;
    }

    public Task<ToolRun> FollowAsync(string output, params string[] args) =>
        RunAsync(["follow", "--once", "--url", _stage.Url, "--state", State, "--output", Folder[output], "--page-size", "10", .. args]);

    public Task<ToolRun> StateAsync(string command, params string[] args) => RunAsync(["state", command, "--state", State, .. args]);

    /// <summary>The same at a terminal.</summary>
    public Task<ToolRun> AskAsync(string typed, string command, params string[] args) =>
        new Tool { Clock = new FakeTimeProvider(Stage.Now), Typed = typed }.StartAsync(["state", command, "--state", State, .. args]);

    public async Task<ToolRun> RunAsync(params string[] args)
    {
        var tool = new Tool { Clock = new FakeTimeProvider(Stage.Now) };
        tool.Environment["OP_EVENTS_TOKEN"] = Server.Token;
        return await tool.StartAsync(args);
    }

    public async Task<Checkpoint> LoadAsync(string name)
    {
        using var store = FileCheckpointStore.OpenReadOnly(State);
        return (await store.LoadAsync(name))!;
    }

    public string PathOf(string name) => Path.Combine(State, name + ".json");

    /// <summary>The backups of a checkpoint, by content.</summary>
    public IReadOnlyList<byte[]> Backups(string name) => [.. Directory.EnumerateFiles(State, $"{name}.json.*.bak").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public void Damage(string name) => File.WriteAllText(PathOf(name), File.ReadAllText(PathOf(name)).Replace("\"v2\"", "\"v3\"", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _stage.DisposeAsync();
}
