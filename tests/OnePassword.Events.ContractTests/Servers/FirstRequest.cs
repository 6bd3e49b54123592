namespace OnePassword.Events.ContractTests.Servers;

/// <summary>The time range and the page size of the first request to a stub.</summary>
internal static class FirstRequest
{
    public const string Body = """{ "limit": 2, "start_time": "2026-01-01T00:00:00Z", "end_time": "2026-02-01T00:00:00Z" }""";

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset End = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    public static EventQuery Query { get; } = EventQuery.Between(Start, End, pageSize: 2);
}
