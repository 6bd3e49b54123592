using System.Text.Json;

namespace OnePassword.Events.Destinations.Sentinel;

/// <summary>
/// Writes the whole event to the column <c>event_original</c>. The service cuts a long value, so a long event continues in
/// numbered columns.
/// </summary>
internal static class OriginalColumns
{
    private static readonly string[] Names = ["event_original", "event_original_2", "event_original_3", "event_original_4"];

    /// <summary>Gets the largest event, in bytes. A part may end up to three bytes early, at a character.</summary>
    public static int MaxLength { get; } = (FieldValue.MaxLength - 3) * Names.Length;

    public static void Write(Utf8JsonWriter row, ReadOnlySpan<byte> json)
    {
        for (var i = 0; !json.IsEmpty; i++)
        {
            var end = Math.Min(json.Length, FieldValue.MaxLength);
            while (end < json.Length && (json[end] & 0xC0) == 0x80)
                end--; // Not inside a character.
            row.WriteString(Names[i], json[..end]);
            json = json[end..];
        }
    }
}
