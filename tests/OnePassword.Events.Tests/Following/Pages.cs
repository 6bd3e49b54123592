namespace OnePassword.Events.Tests.Following;

/// <summary>Minimal pages of a feed.</summary>
internal static class Pages
{
    public static string Page(string cursor, bool more, params string[] uuids) =>
        $$"""{"cursor":"{{cursor}}","has_more":{{(more ? "true" : "false")}},"items":[{{string.Join(',', uuids.Select(Event))}}]}""";

    // The number at the end of an identifier is the minute of the event.
    private static string Event(string uuid) => $$"""{"uuid":"{{uuid}}","timestamp":"2026-01-31T10:{{uuid[^2..]}}:00.123456789Z"}""";
}
