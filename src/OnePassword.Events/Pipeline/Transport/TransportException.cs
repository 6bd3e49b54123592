using System.Net;
using System.Net.Sockets;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>Sending failed. The message contains the library's own words only.</summary>
internal sealed class TransportException(
    HttpRequestError error,
    string message,
    EventsFailure reason,
    bool isTransient,
    SocketException? socket,
    HttpStatusCode? status,
    string? remedy)
    : HttpRequestException(error, message, socket, status)
{
    public EventsFailure Reason { get; } = reason;

    /// <summary>The remedy for a program; null if there is none.</summary>
    public string? Remedy { get; } = remedy;

    /// <summary>Whether another attempt may succeed.</summary>
    public bool IsTransient { get; } = isTransient;
}
