namespace OnePassword.Events.ContractTests;

/// <summary>The contract as the real service keeps it; it is only read. <c>OP_EVENTS_LIVE=1</c> and a token in <c>OP_EVENTS_TOKEN</c> run this.</summary>
[Category("Live")]
public sealed class LiveContractTests : ReadingContract
{
    private static readonly string? Token = Environment.GetEnvironmentVariable("OP_EVENTS_TOKEN");

    protected override EventQuery Query { get; } = EventQuery.Between(TimeProvider.System.GetUtcNow().AddDays(-2), TimeProvider.System.GetUtcNow().AddHours(-1), pageSize: 100);

    [SetUp]
    public void AskForLeave()
    {
        if (Environment.GetEnvironmentVariable("OP_EVENTS_LIVE") != "1" || string.IsNullOrEmpty(Token))
            Assert.Ignore("Reads a real account: set OP_EVENTS_LIVE=1 and OP_EVENTS_TOKEN to run it.");
    }

    // The region is the one of the right token: a made-up one names none.
    protected override EventsClient Client(string? token = null) => new(token ?? Token!, new EventsClientOptions { Region = EventsRegion.FromToken(Token!) });
}
