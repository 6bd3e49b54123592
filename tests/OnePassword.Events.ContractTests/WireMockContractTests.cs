using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests;

/// <summary>The contract as the stubs hold it; one test after another, as in <see cref="StubbedTests"/>.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
public sealed class WireMockContractTests : ReadingContract
{
    private WireMock _server = null!;

    protected override EventQuery Query => Stubs.Window;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await WireMock.StartAsync();

    [TearDown]
    public Task FailIfUnmatchedAsync() => _server.FailIfUnmatchedAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    protected override EventsClient Client(string? token = null) => _server.Client(token ?? "t0ken-sequence");
}
