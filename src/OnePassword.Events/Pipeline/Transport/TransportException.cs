using System.Net;
using System.Net.Sockets;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>Why sending failed, in the library's words alone.</summary>
internal sealed class TransportException(HttpRequestError error, string message, EventsFailure reason, bool isTransient, SocketException? socket, HttpStatusCode? status)
    : HttpRequestException(error, message, socket, status)
{
    public EventsFailure Reason { get; } = reason;

    /// <summary>Whether another attempt may succeed.</summary>
    public bool IsTransient { get; } = isTransient;
}
