using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace OnePassword.Events.Destinations.Syslog;

/// <summary>The severity of an event, which the API does not send. It is that of OCSF.</summary>
/// <param name="Syslog">As of RFC 5424: 0, emergency, to 7, debug.</param>
/// <param name="Cef">As of CEF: 0 to 10, the most severe.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventSeverity(int Syslog, int Cef)
{
    private const int Low = 2;
    private const int Medium = 3;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_ocsf;

    public static EventSeverity Of(in RawEvent rawEvent, EventOrigin origin)
    {
        var ocsf = s_ocsf ??= new ArrayBufferWriter<byte>(4_096);
        ocsf.ResetWrittenCount();
        EventFormat.Ocsf.Write(rawEvent, origin, ocsf);
        return IdIn(ocsf.WrittenSpan) switch
        {
            Low => new EventSeverity(Syslog: 5, Cef: 4),
            Medium => new EventSeverity(Syslog: 4, Cef: 6),
            _ => new EventSeverity(Syslog: 6, Cef: 1),
        };
    }

    private static int IdIn(ReadOnlySpan<byte> ocsf)
    {
        var json = new Utf8JsonReader(ocsf);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals("severity_id"u8))
                return json.Read() ? json.GetInt32() : 0;
        }
        return 0;
    }
}
