using System.Runtime.InteropServices;
using OnePassword.Events.Formats;

namespace OnePassword.Events.Destinations.Syslog;

/// <summary>The severity of a message.</summary>
/// <param name="Syslog">As of RFC 5424: 0, emergency, to 7, debug.</param>
/// <param name="Cef">As of CEF: 0 to 10, the most severe.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SyslogSeverity(int Syslog, int Cef)
{
    public static SyslogSeverity Of(EventFields fields, EventOrigin origin) =>
        EventSeverities.Of(origin.Feed, fields["object_type"], fields.Code(origin)) switch
        {
            EventSeverity.Low => new SyslogSeverity(Syslog: 5, Cef: 4),
            EventSeverity.Medium => new SyslogSeverity(Syslog: 4, Cef: 6),
            _ => new SyslogSeverity(Syslog: 6, Cef: 1),
        };
}
