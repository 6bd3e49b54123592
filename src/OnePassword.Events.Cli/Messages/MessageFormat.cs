using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnePassword.Events.Cli.Messages;

/// <summary>Formats messages as lines of text, or as JSON.</summary>
internal static class MessageFormat
{
    private const string TimeOfJson = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string TimeOfText = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="message">The message, without secrets.</param>
    /// <param name="program">The name of the program, which an error starts with.</param>
    /// <param name="time">The time that each line starts with; null for none.</param>
    public static IEnumerable<string> Text(Message message, string program, DateTimeOffset? time)
    {
        var start = time is { } now ? now.UtcDateTime.ToString(TimeOfText, CultureInfo.InvariantCulture) + " " : "";
        var source = (message.Level == MessageLevel.Error ? $"{program}: " : "")
            + (message.NamesSource ? "" : message.Source.Prefix);
        return message.Lines.Select((line, number) => number == 0 ? $"{start}{source}{line}" : start + line);
    }

    /// <param name="message">The message, without secrets.</param>
    /// <param name="time">The time of the message.</param>
    public static string Json(Message message, DateTimeOffset time)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", time.UtcDateTime.ToString(TimeOfJson, CultureInfo.InvariantCulture));
            json.WriteString("level", message.Level switch
            {
                MessageLevel.Error => "error",
                MessageLevel.Warning => "warning",
                MessageLevel.Information => "info",
                _ => "debug",
            });
            json.WriteString("event", message.Event);
            json.WriteString("message", string.Join(' ', message.Lines));
            WriteKnown(json, "account", message.Source.Account);
            WriteKnown(json, "feed", message.Source.Feed);
            WriteKnown(json, "output", message.Source.Output);
            WriteKnown(json, "server", message.Source.Server);
            if (message.Source.Attempts > 0)
                json.WriteNumber("attempts", message.Source.Attempts);
            if (message.ExitCode is { } exitCode)
                json.WriteNumber("exit_code", exitCode);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Returns the priority that the systemd journal takes from the start of a line.</summary>
    public static string JournalPriority(MessageLevel level) => level switch
    {
        MessageLevel.Error => "<3>",
        MessageLevel.Warning => "<4>",
        MessageLevel.Information => "<6>",
        _ => "<7>",
    };

    private static void WriteKnown(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
