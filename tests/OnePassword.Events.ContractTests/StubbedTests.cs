using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests;

/// <summary>Tests that ask the stubs of a server of their own. They run one after another: what it was sent since the last came from the test that ends.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
public abstract class StubbedTests
{
    internal WireMock Server { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Server = await WireMock.StartAsync();

    [TearDown]
    public Task FailIfUnmatchedAsync() => Server.FailIfUnmatchedAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await Server.DisposeAsync();
}
