using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests;

/// <summary>WireMock, for as long as the tests run; at the end, what was sent to it against the agreement fails them.</summary>
[SetUpFixture]
public sealed class Stubs
{
    /// <summary>Gets the window that the stubs are asked for.</summary>
    public static EventQuery Window { get; } =
        EventQuery.Between(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), pageSize: 2);

    internal static WireMock Server { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => Server = await WireMock.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        var unmatched = await Server.UnmatchedAsync();
        await Server.DisposeAsync();
        Assert.That(unmatched, Is.Empty, "requests that no stub is for");
    }

    /// <summary>A client for the case that a token names; it tries once unless told.</summary>
    public static EventsClient Client(string token, int retries = 0) => new(token, new EventsClientOptions
    {
        Region = EventsRegion.At(Server.Address),
        Resilience = { Retry = { MaxRetryAttempts = retries, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) }, CircuitBreaker = { MinimumThroughput = 10_000 } },
    });
}
