using System.Net;
using OnePassword.Events.Emulator.Access;

namespace OnePassword.Events.Emulator.Control;

/// <summary>
/// Restricts the control endpoints to programs that have the token. Web pages in a browser on this machine also reach
/// loopback: with a host name that resolves to 127.0.0.1 (DNS rebinding), or with a cross-origin POST.
/// </summary>
internal static class ControlAccess
{
    /// <exception cref="ControlException">The request has a foreign host, an origin, or no valid token.</exception>
    public static void Check(HttpRequest request, AccessTokens tokens)
    {
        const string WrongHost = "The Host header must name loopback. Use 127.0.0.1 or localhost.";
        const string WebPage = "Requests of web pages (Origin header) are rejected.";
        const string WrongToken = "The emulator's token is missing or wrong. Send 'Authorization: Bearer <token>'.";
        if (!IsLoopback(request.Host))
            throw new ControlException(WrongHost, StatusCodes.Status403Forbidden);
        if (request.Headers.ContainsKey("Origin"))
            throw new ControlException(WebPage, StatusCodes.Status403Forbidden);
        if (tokens.Find(request.Headers.Authorization) is null)
            throw new ControlException(WrongToken, StatusCodes.Status401Unauthorized);
    }

    private static bool IsLoopback(HostString host) => IPAddress.TryParse(host.Host, out var address)
        ? IPAddress.IsLoopback(address)
        : string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
