using System.Text.Json;

namespace OnePassword.Events.Emulator.Tests.Support;

/// <summary>A page that a client received.</summary>
internal sealed record Page(string Cursor, bool HasMore, IReadOnlyList<JsonElement> Items, string Text)
{
    /// <summary>Gets the events byte for byte.</summary>
    public IEnumerable<string> Raw => Items.Select(item => item.GetRawText());

    public IEnumerable<string> Uuids => Items.Select(item => item.GetProperty("uuid").GetString()!);

    public static Page Parse(string text)
    {
        using var json = JsonDocument.Parse(text, new() { MaxDepth = 1_024 });
        var root = json.RootElement.Clone();
        return new(
            root.GetProperty("cursor").GetString()!, root.GetProperty("has_more").GetBoolean(),
            [.. root.GetProperty("items").EnumerateArray()], text);
    }
}
