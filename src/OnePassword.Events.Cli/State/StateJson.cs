using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnePassword.Events.Cli.State;

/// <summary>Writes a checkpoint as one line of JSON, without the identifiers of its latest events.</summary>
internal static class StateJson
{
    // No part of a line is ever part of a web page.
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToLine(StateEntry entry, DateTimeOffset now)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Legible))
        {
            json.WriteStartObject();
            WriteFields(json, entry);
            if (entry.LastEventAge(now) is { } age)
                json.WriteNumber("last_event_age_seconds", Math.Round(age.TotalSeconds, 3));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

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
        if (checkpoint.PageSize is { } pageSize)
            json.WriteNumber("page_size", pageSize);
        else
            json.WriteNull("page_size");
        json.WriteString("last_event", checkpoint.LastEventTime?.Text);
        json.WriteNumber("events", checkpoint.Events);
        json.WriteNumber("pages", checkpoint.Pages);
        json.WriteNumber("duplicates", checkpoint.Duplicates);
        json.WriteString("saved", Time(checkpoint.SavedAt));
        WriteOutput(json, entry);
        if (entry.OutputName is { } output)
            json.WriteString("output_name", output);
    }

    // The state of another program is written unchanged.
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

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
