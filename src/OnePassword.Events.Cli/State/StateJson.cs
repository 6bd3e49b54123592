using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnePassword.Events.Cli.State;

/// <summary>Checkpoints as JSON: one on a line for programs, or all of them in one document that can be kept.</summary>
internal static class StateJson
{
    // No part of it ends up in a web page.
    private static readonly JsonWriterOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Document = Line with { Indented = true, NewLine = "\n" };

    /// <summary>One checkpoint, how old its newest event is, and not the identifiers of its latest events.</summary>
    public static string ToLine(StateEntry entry, DateTimeOffset now) => Write(Line, json =>
    {
        json.WriteStartObject();
        WriteFields(json, entry);
        if (entry.Lag(now) is { } lag)
            json.WriteNumber("lag_seconds", Math.Round(lag.TotalSeconds, 3));
        json.WriteEndObject();
    });

    /// <summary>All that the checkpoints hold.</summary>
    public static string ToDocument(IReadOnlyList<StateEntry> entries, DateTimeOffset now) => Write(Document, json =>
    {
        json.WriteStartObject();
        json.WriteString("exported", Time(now));
        json.WriteStartArray("checkpoints");
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            WriteFields(json, entry);
            if (entry.Checkpoint is { RecentUuids: var recent })
                WriteOnOneLine(json, "recent", recent);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteFields(Utf8JsonWriter json, StateEntry entry)
    {
        json.WriteString("name", entry.Name);
        if (entry.Checkpoint is not { } checkpoint)
        {
            json.WriteString("problem", entry.Problem);
            return;
        }
        json.WriteString("account", checkpoint.AccountUuid);
        json.WriteString("host", checkpoint.Host);
        json.WriteString("api", checkpoint.ApiVersion);
        json.WriteString("feed", checkpoint.Feed);
        json.WriteString("cursor", checkpoint.Cursor);
        json.WriteString("start", Time(checkpoint.Start));
        WriteNumber(json, "page_size", checkpoint.PageSize);
        json.WriteString("last_event", checkpoint.LastEventTime?.Text);
        json.WriteNumber("events", checkpoint.Events);
        json.WriteNumber("pages", checkpoint.Pages);
        json.WriteNumber("duplicates", checkpoint.Duplicates);
        json.WriteString("saved", Time(checkpoint.SavedAt));
        WriteOutput(json, entry);
    }

    // What another program keeps in a checkpoint is shown as it is.
    private static void WriteOutput(Utf8JsonWriter json, StateEntry entry)
    {
        if (entry.Output is not { } output)
        {
            json.WriteString("state", entry.Checkpoint!.State);
            return;
        }
        json.WriteStartObject("output");
        json.WriteString("file", output.File);
        json.WriteNumber("length", output.Length);
        json.WriteString("opened", Time(output.Opened));
        json.WriteString("fingerprint", output.Fingerprint);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    // Thousands of lines of identifiers would bury the rest.
    private static void WriteOnOneLine(Utf8JsonWriter json, string name, IReadOnlyList<string> items)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(Write(Line, line =>
        {
            line.WriteStartArray();
            foreach (var item in items)
                line.WriteStringValue(item);
            line.WriteEndArray();
        }));
    }

    private static string? Time(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static string Write(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, options))
            write(json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
