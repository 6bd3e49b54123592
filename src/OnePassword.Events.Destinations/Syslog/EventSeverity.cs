using System.Runtime.InteropServices;

namespace OnePassword.Events.Destinations.Syslog;

/// <summary>The severity of an event, which the API does not send.</summary>
/// <param name="Syslog">As of RFC 5424: 0, emergency, to 7, debug.</param>
/// <param name="Cef">As of CEF: 0 to 10, the most severe.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventSeverity(int Syslog, int Cef)
{
    public static readonly EventSeverity Informational = new(6, 1);
    public static readonly EventSeverity Notice = new(5, 4);
    public static readonly EventSeverity Warning = new(4, 6);
}
