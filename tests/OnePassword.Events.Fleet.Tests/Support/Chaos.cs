namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>Ends nodes, stops the server and starts another fleet, in a random order.</summary>
internal sealed class Chaos(FleetFixture fixture, PostgreSqlServer server, int seed) : IDisposable
{
    private static readonly TimeSpan HangTime = TimeSpan.FromSeconds(15);

    private readonly IReadOnlyList<TestNode> _nodes = [.. fixture.Nodes];
    private readonly List<NodeLoss> _losses = [];
    private readonly List<(string Writer, DateTimeOffset Time)> _woken = [];
    private readonly SemaphoreSlim _fleetName = new(1, 1);

    /// <summary>Gets the processes that were ended.</summary>
    public IReadOnlyList<NodeLoss> Losses => _losses;

    /// <summary>Gets the processes that were replaced while they hung, and when they continued.</summary>
    public IReadOnlyList<(string Writer, DateTimeOffset Time)> Woken => _woken;

    /// <summary>Does everything at least once, and repeats it for a time.</summary>
    public Task RunAsync(TimeSpan time)
    {
        var start = TimeProvider.System.GetTimestamp();
        return Task.WhenAll(
            RepeatAsync(new Random(seed), KillAsync, HangAsync, TerminateAsync),
            RepeatAsync(new Random(seed + 1), CrashServerAsync, RunOtherFleetAsync));

        async Task RepeatAsync(Random random, params Func<Random, Task>[] actions)
        {
            do
            {
                random.Shuffle(actions);
                foreach (var action in actions)
                {
                    await WaitAsync(random);
                    await action(random);
                }
            }
            while (TimeProvider.System.GetElapsedTime(start) < time);
        }
    }

    public void Dispose() => _fleetName.Dispose();

    private async Task KillAsync(Random random)
    {
        var (node, loss) = await LoseAsync(random, "KILL");
        await fixture.TakenOverAsync(loss.Writer);
        await RestartAsync(node);
    }

    private async Task TerminateAsync(Random random)
    {
        var (node, loss) = await LoseAsync(random, "TERM");
        var (exitCode, _, error) = await node.Process.EndAsync();
        Assert.That(exitCode, Is.Zero, error);
        await fixture.TakenOverAsync(loss.Writer);
        await RestartAsync(node);
    }

    private async Task HangAsync(Random random)
    {
        var (node, loss) = await LoseAsync(random, "STOP");
        await Task.Delay(HangTime, TimeProvider.System);
        await fixture.DeadAsync(node);
        await fixture.TakenOverAsync(loss.Writer);
        _woken.Add((loss.Writer, TimeProvider.System.GetUtcNow()));
        await node.Process.SignalAsync("CONT");
        var (exitCode, _, error) = await node.Process.EndAsync();
        Assert.That(exitCode, Is.AnyOf(FleetFixture.ExitCodesOfReplaced), error);
        await RestartAsync(node);
    }

    private async Task CrashServerAsync(Random random)
    {
        await server.KillAsync();
        await WaitAsync(random);
        await server.StartAgainAsync();
        fixture.Database.Source.Clear(); // Its connections are broken.
    }

    // Both fleets follow all accounts, and take them from each other.
    private async Task RunOtherFleetAsync(Random random)
    {
        await fixture.RejectsOtherFleetAsync();
        var intruder = fixture.AddNode(options: ["--fleet", "other"]);
        await _fleetName.WaitAsync(); // A node that starts meanwhile would be rejected.
        try
        {
            await fixture.Database.ExecuteAsync("UPDATE op_events_fleet.fleet SET name = 'other'");
            await intruder.RunAsync();
            await fixture.Database.ExecuteAsync("UPDATE op_events_fleet.fleet SET name = 'op-events'");
        }
        finally
        {
            _fleetName.Release();
        }
        await FleetFixture.UntilAsync(async () => (await fixture.Journal.AccountsOfAsync(intruder.Writer)).Count > 0);
        await WaitAsync(random);
        await intruder.Process.SignalAsync("TERM");
        var (exitCode, _, error) = await intruder.Process.EndAsync();
        Assert.That(exitCode, Is.Zero, error);
        await fixture.TakenOverAsync(intruder.Writer);
    }

    private async Task<(TestNode Node, NodeLoss Loss)> LoseAsync(Random random, string signal)
    {
        var node = _nodes[random.Next(_nodes.Count)];
        var loss = await NodeLoss.OfAsync(node, signal);
        _losses.Add(loss);
        return (node, loss);
    }

    // As a service manager does: a node cannot start while the server is away.
    private async Task RestartAsync(TestNode node)
    {
        await _fleetName.WaitAsync();
        try
        {
            do
                node.Start();
            while (!await node.JoinsAsync());
        }
        finally
        {
            _fleetName.Release();
        }
    }

    private static Task WaitAsync(Random random) =>
        Task.Delay(TimeSpan.FromSeconds(2 * random.NextDouble()), TimeProvider.System);
}
