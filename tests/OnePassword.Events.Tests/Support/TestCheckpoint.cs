namespace OnePassword.Events.Tests.Support;

internal static class TestCheckpoint
{
    public static Checkpoint At(string? cursor) => new()
    {
        Host = "events.1password.eu",
        ApiVersion = "v2",
        Feed = FeedNames.AuditEvents,
        Cursor = cursor,
        SavedAt = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
    };

    /// <summary>A checkpoint with a value in every property.</summary>
    public static Checkpoint Full() => At("YWJj") with
    {
        AccountUuid = "LZZG6ZDMEN4KHVDGAJGXBENYJQ",
        Start = new DateTimeOffset(2026, 1, 1, 2, 3, 4, TimeSpan.FromHours(-3)).AddTicks(5),
        PageSize = 1000,
        LastEventTime = EventTime.Parse("2026-01-31T11:54:19.710457472Z"),
        Events = 5_000_000_000,
        Pages = 3,
        Duplicates = 7,
        State = "{\"file\":\"a\\\"b<'\",\"length\":1}\n\u00e9\u2028",
        RecentUuids = ["56YE2TYN2VFYRLNSHKPW5NVT5E", "not a UUID \" \u00fc"],
    };
}
