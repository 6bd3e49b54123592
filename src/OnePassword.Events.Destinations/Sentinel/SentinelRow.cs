using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace OnePassword.Events.Destinations.Sentinel;

/// <summary>Writes an event as a row: a column per known field, and the whole event.</summary>
internal static class SentinelRow
{
    // An event can be nested as deeply as a page.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 65_536,
        SkipValidation = true,
    };

    /// <summary>Gets the options that an event is read with.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = 65_536 };

    /// <exception cref="EventRejectedException">No row can hold the event.</exception>
    public static void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output)
    {
        var json = rawEvent.Json.Span;
        if (!Utf8.IsValid(json))
            throw new EventRejectedException("It is not valid UTF-8, which the service requires. " + BatchLimits.AnotherOutput);
        if (json.Length > OriginalColumns.MaxLength)
            throw new EventRejectedException(FormattableString.Invariant(
                $"It has {json.Length} bytes, and its columns hold {OriginalColumns.MaxLength}. ") + BatchLimits.AnotherOutput);

        using var row = new Utf8JsonWriter(output, WriterOptions);
        row.WriteStartObject();
        WriteTime(row, rawEvent, origin);
        WriteOrigin(row, origin);
        WriteFields(row, json);
        OriginalColumns.Write(row, json);
        row.WriteEndObject();
    }

    // The table requires TimeGenerated.
    private static void WriteTime(Utf8JsonWriter row, in RawEvent rawEvent, EventOrigin origin)
    {
        var hasTime = rawEvent.TryGetTimestamp(out var time);
        row.WriteString("TimeGenerated"u8, Text(hasTime ? time : origin.ReadAt));
        if (hasTime)
            row.WriteString("timestamp"u8, Text(time));

        static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
    }

    private static void WriteOrigin(Utf8JsonWriter row, EventOrigin origin)
    {
        row.WriteString("log_source"u8, origin.Feed);
        row.WriteString("source_api_version"u8, origin.ApiVersion);
        if (origin.Account is not null)
            row.WriteString("source_account"u8, origin.Account);
        if (origin.AccountUuid is not null)
            row.WriteString("source_account_uuid"u8, origin.AccountUuid);
        if (origin.Host is not null)
            row.WriteString("source_host"u8, origin.Host);
    }

    private static void WriteFields(Utf8JsonWriter row, ReadOnlySpan<byte> json)
    {
        List<string>? omitted = null;
        var written = 0UL; // A set of column indexes: JSON can have a field twice, and a row cannot.
        var reader = new Utf8JsonReader(json, ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = Column.IndexOf(reader.ValueSpan);
            reader.Read();
            var (start, type) = ((int)reader.TokenStartIndex, reader.TokenType);
            reader.Skip();
            if (index < 0 || type == JsonTokenType.Null || (written & (1UL << index)) != 0)
                continue;
            written |= 1UL << index;
            if (!FieldValue.TryWrite(row, Column.All[index], type, json[start..(int)reader.BytesConsumed]))
                (omitted ??= []).Add(Column.All[index].Name);
        }
        if (omitted is not null)
            row.WriteString("columns_omitted"u8, string.Join(',', omitted));
    }
}
