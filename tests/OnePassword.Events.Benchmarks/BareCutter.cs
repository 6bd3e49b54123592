using System.Text.Json;

namespace OnePassword.Events.Benchmarks;

/// <summary>Finds the events of a page with Utf8JsonReader and no further work.</summary>
internal static class BareCutter
{
    public static (string? Cursor, bool HasMore, List<(int Start, int Length)> Items) Cut(ReadOnlySpan<byte> page)
    {
        var json = new Utf8JsonReader(page);
        var (cursor, hasMore, items) = ((string?)null, false, new List<(int, int)>());
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("cursor"u8) && json.Read())
                cursor = json.GetString();
            else if (json.ValueTextEquals("has_more"u8) && json.Read())
                hasMore = json.GetBoolean();
            else if (json.ValueTextEquals("items"u8) && json.Read())
                CutItems(ref json, items);
            else
                json.Skip();
        }
        return (cursor, hasMore, items);
    }

    private static void CutItems(ref Utf8JsonReader json, List<(int Start, int Length)> items)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            json.Skip();
            items.Add((start, (int)json.BytesConsumed - start));
        }
    }
}
