namespace OnePassword.Events.ContractTests;

/// <summary>The contract as the stubs hold it.</summary>
public sealed class WireMockContractTests : ReadingContract
{
    protected override EventQuery Query => Stubs.Window;

    protected override EventsClient Client(string? token = null) => Stubs.Client(token ?? "t0ken-sequence");
}
