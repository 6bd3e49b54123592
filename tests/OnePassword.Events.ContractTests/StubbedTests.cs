using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests;

/// <summary>Tests with their own stub server. They run one after another, so its log belongs to the current test.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[Parallelizable(ParallelScope.Self)]
public abstract class StubbedTests : IDisposable
{
    internal StubServer Server { get; } = new();

    [TearDown]
    public void FailIfUnexpected() => Server.FailIfUnexpected();

    public void Dispose()
    {
        Server.Dispose();
        GC.SuppressFinalize(this);
    }
}
