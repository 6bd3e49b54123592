using OnePassword.Events.ContractTests.Servers;

namespace OnePassword.Events.ContractTests;

/// <summary>How the stubs are asked.</summary>
internal static class Stubs
{
    /// <summary>Gets the window that the stubs are asked for.</summary>
    public static EventQuery Window { get; } =
        EventQuery.Between(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), pageSize: 2);

    /// <summary>A client for the case that a token names; it tries once unless told.</summary>
    public static EventsClient Client(this WireMock server, string token, int retries = 0, TimeProvider? clock = null) => new(token, new EventsClientOptions
    {
        TimeProvider = clock ?? TimeProvider.System,
        Region = EventsRegion.At(server.Address),
        Resilience = { Retry = { MaxRetryAttempts = retries, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) }, CircuitBreaker = { MinimumThroughput = 10_000 } },
    });
}
