using System.Net;
using System.Net.Sockets;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>
/// Explains in the library's own words why sending failed. The exceptions of .NET quote data that cannot be parsed and proxies
/// with their passwords, so their text is never shown.
/// </summary>
internal static class TransportFailure
{
    /// <summary>
    /// Whether the connection may be the cause. A file that is missing is an error of the application's own handler.
    /// </summary>
    public static bool IsOne(Exception e) => e
        is (HttpRequestException and not TransportException)
        or (IOException and not (FileNotFoundException or DirectoryNotFoundException))
        or SocketException; // The last: from connecting.

    /// <summary>Returns a failure before the response, without foreign text.</summary>
    public static TransportException OfRequest(Exception e) => Clean(
        e,
        HttpRequestError.Unknown,
        "the request could not be sent. Check the network and the message handlers of the HttpClient.");

    /// <summary>Returns a failure while the response is read, without foreign text.</summary>
    public static TransportException OfResponse(Exception e) =>
        Clean(e, HttpRequestError.ResponseEnded, "the response ended prematurely.");

    // The inner exception is the socket error, if that is the cause.
    private static TransportException Clean(Exception e, HttpRequestError otherError, string otherExplanation)
    {
        var causes = Causes(e).ToList();
        var socket = causes.OfType<SocketException>().FirstOrDefault();
        var status = (e as HttpRequestException)?.StatusCode;
        if (TlsFailure.Explain(causes) is { } tls)
        {
            return new TransportException(
                HttpRequestError.SecureConnectionError, tls, EventsFailure.TlsFailure, isTransient: false, socket: null, status);
        }
        var (error, explanation) = Explain(causes, socket, status) ?? (otherError, otherExplanation);
        var isRejection = error == HttpRequestError.ProxyTunnelError && status < HttpStatusCode.InternalServerError;
        var reason = isRejection ? EventsFailure.ProxyRejected
            : error == HttpRequestError.SecureConnectionError ? EventsFailure.TlsFailure
            : EventsFailure.Unreachable;
        var inner = socket is null ? null : new SocketException((int)socket.SocketErrorCode);
        return new TransportException(error, explanation, reason, isTransient: !isRejection, inner, status);
    }

    private static (HttpRequestError Error, string Explanation)? Explain(
        IEnumerable<Exception> causes, SocketException? socket, HttpStatusCode? status)
    {
        var error = causes.Select(ErrorOf).FirstOrDefault(error => error != HttpRequestError.Unknown);
        return error switch
        {
            HttpRequestError.SecureConnectionError => (error, "the TLS handshake was interrupted."),
            HttpRequestError.NameResolutionError => (error, "its name cannot be resolved. Check the address and DNS."),
            HttpRequestError.ProxyTunnelError => (error, Proxy(status)),
            HttpRequestError.InvalidResponse => (error, "the response is not valid HTTP. Check the address and the proxy."),
            HttpRequestError.ResponseEnded => (error, "the response ended prematurely."),
            HttpRequestError.HttpProtocolError => (error, "the server violated the protocol of HTTP/2 or HTTP/3."),
            HttpRequestError.ConfigurationLimitExceeded => (error, "the response headers exceed the limit of the handler."),
            HttpRequestError.VersionNegotiationError => (error, "no common HTTP version was found."),
            HttpRequestError.UserAuthenticationError => (error, "the proxy or the server rejected the handler's credentials."),
            _ when socket is not null => (HttpRequestError.ConnectionError, Socket(socket.SocketErrorCode)),
            HttpRequestError.ConnectionError => (error, "the connection failed."),
            _ => null,
        };
    }

    private static string Proxy(HttpStatusCode? status) => status switch
    {
        HttpStatusCode.ProxyAuthenticationRequired => "the proxy requires credentials (407). Configure them for the proxy.",
        { } code => $"the proxy did not open a connection ({(int)code}). Check with its operator that it allows this address.",
        null => "the proxy did not open a connection.",
    };

    private static string Socket(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "no server listens at this address. Check the address and whether the server runs.",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "the connection was reset.",
        SocketError.TimedOut => "the connection timed out.",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
            "its name cannot be resolved. Check the address and DNS.",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown =>
            "it cannot be reached from this network.",
        SocketError.TooManyOpenSockets => "this process has too many open files. Raise its limit.",
        _ => $"the connection failed (socket error {(int)error}).",
    };

    private static HttpRequestError ErrorOf(Exception e) => e switch
    {
        HttpRequestException request => request.HttpRequestError,
        HttpIOException body => body.HttpRequestError,
        _ => HttpRequestError.Unknown,
    };

    private static IEnumerable<Exception> Causes(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            yield return e;
    }
}
