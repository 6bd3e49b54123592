using System.Net;
using OnePassword.Events.Emulator.Http;

namespace OnePassword.Events.Emulator.Control;

/// <summary>
/// Keeps the control endpoints to programs that have the token. A web page in a browser on this machine reaches loopback too:
/// by a name of its own that resolves to 127.0.0.1 (DNS rebinding), or with a cross-origin POST.
/// </summary>
internal static class ControlAccess
{
    /// <exception cref="ControlException">The request is not one of a program on this machine that has the token.</exception>
    public static void Check(HttpRequest request, AccessToken token)
    {
        if (!IsLoopback(request.Host))
            throw new ControlException("The Host header must name loopback. Use 127.0.0.1 or localhost.", StatusCodes.Status403Forbidden);
        if (request.Headers.ContainsKey("Origin"))
            throw new ControlException("Requests of web pages (Origin header) are rejected.", StatusCodes.Status403Forbidden);
        if (!token.IsIn(request.Headers.Authorization))
            throw new ControlException("The emulator's token is missing or wrong. Send 'Authorization: Bearer <token>'.", StatusCodes.Status401Unauthorized);
    }

    private static bool IsLoopback(HostString host) => IPAddress.TryParse(host.Host, out var address)
        ? IPAddress.IsLoopback(address)
        : string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
