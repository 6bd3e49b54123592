using System.Text;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Backfill;

/// <summary>An emulator and clients without a quota, at a fixed time.</summary>
internal static class UnlimitedEmulator
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static Task<EventsEmulator> StartAsync(EmulatorOptions options) =>
        EventsEmulator.StartAsync(options with { Now = Now, Quota = Quota.Off });

    public static EventsClient CreateClient(this EventsEmulator emulator) => new(emulator.Token, Options(emulator));

    public static EventsClient CreateClient(
        this EventsEmulator emulator, HttpMessageHandler handler, TimeProvider? clock = null) =>
        new(handler, emulator.Token, Options(emulator, clock));

    public static void AppendAuditEvent(this EventsEmulator emulator, int number, string uuid, string time)
    {
        var json = $$"""{"number":{{number}},"uuid":"{{uuid}}","timestamp":"{{time}}"}""";
        emulator.Append(EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes(json));
    }

    public static async Task<List<string>> ToLinesAsync(this IAsyncEnumerable<RawEventPage> pages) =>
        [.. (await pages.ToListAsync()).SelectMany(page => page.Items).Select(ToLine)];

    public static string ToLine(RawEvent @event) => Encoding.UTF8.GetString(@event.Json.Span);

    private static EventsClientOptions Options(EventsEmulator emulator, TimeProvider? clock = null) => new()
    {
        Region = EventsRegion.At(emulator.BaseAddress),
        TimeProvider = clock ?? new FakeTimeProvider(Now),
        Resilience = { Retry = { MaxRetryAttempts = 0 }, RateLimiter = { PerMinute = 1_000_000, PerHour = 1_000_000 } },
    };
}
