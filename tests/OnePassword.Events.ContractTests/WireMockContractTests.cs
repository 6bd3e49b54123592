using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests;

/// <summary>Runs the contract against the stubs. The tests run one after another, as in <see cref="StubbedTests"/>.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
public sealed class WireMockContractTests : ReadingContract, IDisposable
{
    private readonly StubServer _server = new();

    protected override EventQuery Query => FirstRequest.Query;

    [TearDown]
    public void FailIfUnexpected() => _server.FailIfUnexpected();

    public void Dispose() => _server.Dispose();

    protected override EventsClient Client(string? token = null) => _server.Client(token ?? "stub-sequence");
}
