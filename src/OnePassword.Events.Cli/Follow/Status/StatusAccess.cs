using System.Net;
using Microsoft.AspNetCore.Http;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>Decides which requests can read the status: those with the token and, on loopback, with its host name.</summary>
internal sealed class StatusAccess(StatusListener listener)
{
    private const string Scheme = "Bearer ";

    /// <returns>The response of a rejection; null if the request is allowed.</returns>
    public async ValueTask<StatusResponse?> CheckAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (listener.Address.IsLoopback && !IsLoopback(request.Host))
            return StatusResponse.Text(
                StatusCodes.Status403Forbidden, "The Host header must name loopback. Use 127.0.0.1 or localhost.");
        if (listener.Token is not { } token)
            return null;
        try
        {
            _ = await token.ReadAsync(cancellationToken).ConfigureAwait(false);
            return request.Headers.Authorization.ToString() is var header
                && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                && token.Matches(header[Scheme.Length..].Trim())
                ? null
                : StatusResponse.Text(StatusCodes.Status401Unauthorized, "Send the token: 'Authorization: Bearer <token>'.");
        }
        catch (CliException)
        {
            return StatusResponse.Text(StatusCodes.Status503ServiceUnavailable, "The bearer token cannot be read.");
        }
    }

    // A web page can reach loopback by its own host name (DNS rebinding). A request without a Host, as in HTTP/1.0, is not from a
    // browser.
    private static bool IsLoopback(HostString host) => IPAddress.TryParse(host.Host, out var address)
        ? IPAddress.IsLoopback(address)
        : !host.HasValue || string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
