using OnePassword.Events.Emulator;

namespace OnePassword.Events.ContractTests;

/// <summary>Runs the contract against the emulator.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class EmulatorContractTests : ReadingContract
{
    private EventsEmulator _emulator = null!;

    protected override EventQuery Query { get; } = EventQuery.Since(TimeSpan.FromDays(2), pageSize: 40);

    [OneTimeSetUp]
    public async Task StartAsync() =>
        _emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 100, Quota = Quota.Off });

    [OneTimeTearDown]
    public async Task StopAsync() => await _emulator.DisposeAsync();

    protected override EventsClient Client(string? token = null) =>
        new(token ?? _emulator.Token, new EventsClientOptions { Region = EventsRegion.At(_emulator.BaseAddress) });
}
