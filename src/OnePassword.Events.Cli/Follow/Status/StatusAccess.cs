using System.Net;
using Microsoft.AspNetCore.Http;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>Decides which requests can read the status: those with the token and, on loopback, with its host name.</summary>
internal sealed class StatusAccess(StatusListener listener)
{
    private const string Scheme = "Bearer ";

    /// <returns>The status and the reason of a rejection; null if the request is allowed.</returns>
    public async ValueTask<(int Status, string Reason)?> CheckAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (listener.Address.IsLoopback && !IsLoopback(request.Host))
            return (StatusCodes.Status403Forbidden, "The Host header must name loopback. Use 127.0.0.1 or localhost.\n");
        if (listener.Token is not { } token)
            return null;
        try
        {
            _ = await token.ReadAsync(cancellationToken).ConfigureAwait(false);
            return request.Headers.Authorization.ToString() is var header
                && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                && token.Matches(header[Scheme.Length..].Trim())
                ? null
                : (StatusCodes.Status401Unauthorized, "Send the token: 'Authorization: Bearer <token>'.\n");
        }
        catch (CliException)
        {
            return (StatusCodes.Status503ServiceUnavailable, "The bearer token cannot be read.\n");
        }
    }

    // A web page can reach loopback by its own host name (DNS rebinding). A request without a Host, as in HTTP/1.0, is not from a
    // browser.
    private static bool IsLoopback(HostString host) => IPAddress.TryParse(host.Host, out var address)
        ? IPAddress.IsLoopback(address)
        : !host.HasValue || string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
