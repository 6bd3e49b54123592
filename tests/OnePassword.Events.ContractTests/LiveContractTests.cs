namespace OnePassword.Events.ContractTests;

/// <summary>
/// Runs the contract against the real service. The tests only read. They need <c>OP_EVENTS_LIVE=1</c> and a token in
/// <c>OP_EVENTS_TOKEN</c>.
/// </summary>
[Category("Live")]
public sealed class LiveContractTests : ReadingContract
{
    private static readonly string? Token = Environment.GetEnvironmentVariable("OP_EVENTS_TOKEN");

    protected override EventQuery Query { get; } =
        EventQuery.Between(Now.AddDays(-2), Now.AddHours(-1), pageSize: 100);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [SetUp]
    public void SkipByDefault()
    {
        if (Environment.GetEnvironmentVariable("OP_EVENTS_LIVE") != "1" || string.IsNullOrEmpty(Token))
            Assert.Ignore("This test reads a real account. To run it, set OP_EVENTS_LIVE=1 and OP_EVENTS_TOKEN.");
    }

    // The region comes from the valid token, because an invalid one has no region.
    protected override EventsClient Client(string? token = null) =>
        new(token ?? Token!, new EventsClientOptions { Region = EventsRegion.FromToken(Token!) });
}
