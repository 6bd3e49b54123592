using System.Globalization;
using System.Text;

namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>Events and origins for tests that need no server.</summary>
internal static class Pages
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static EventOrigin Origin { get; } = new()
    {
        Feed = FeedNames.AuditEvents,
        Account = "acme",
        AccountUuid = "ACCOUNTUUID0000000000000000",
        Host = "events.1password.com",
        ReadAt = Now,
    };

    /// <summary>A page whose events have the uuids E0, E1, …</summary>
    public static IReadOnlyList<RawEvent> Of(int events, int first = 0) =>
        [.. Enumerable.Range(first, events).Select(number => Event(Uuid(number)))];

    public static RawEvent Event(string uuid, string more = "") => Raw(
        $$"""{"uuid":"{{uuid}}","timestamp":"2026-01-31T11:59:59.123456789Z","action":"create","object_type":"user"{{more}}}""");

    public static RawEvent Raw(string json) => RawEvent.Parse(Encoding.UTF8.GetBytes(json));

    public static EventFormat Format(string name) => EventFormat.All.Single(format => format.Name == name);

    public static string Uuid(int number) => string.Create(CultureInfo.InvariantCulture, $"E{number}");
}
