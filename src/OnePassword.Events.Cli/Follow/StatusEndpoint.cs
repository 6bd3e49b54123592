using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>Serves <c>/healthz</c> and <c>/metrics</c> on a loopback port, for supervisors and Prometheus.</summary>
internal sealed class StatusEndpoint : IAsyncDisposable
{
    private readonly WebApplication? _application;

    private StatusEndpoint(WebApplication? application) => _application = application;

    /// <param name="port">The port; 0 for a free one, null to listen on none.</param>
    /// <param name="board">The status to serve.</param>
    /// <param name="cli">Standard error, for the address.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="CliException">The port is in use, or reserved for root.</exception>
    public static async Task<StatusEndpoint> StartAsync(
        int? port, FollowStatusBoard board, CliContext cli, CancellationToken cancellationToken)
    {
        if (port is not { } number)
            return new StatusEndpoint(application: null);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, number);
        });
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Run(context => RespondAsync(context, board));
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException) // A SocketException: the port is reserved for root.
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw CliException.Usage($"cannot listen on port {port} of loopback: {e.Message}");
        }
        cli.Messages.Information(
            MessageEvent.EndpointListening, $"Health and metrics: {application.Urls.Single()}/healthz and /metrics");
        return new StatusEndpoint(application);
    }

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static Task RespondAsync(HttpContext context, FollowStatusBoard board)
    {
        var (status, type, body) = context.Request.Path.Value switch
        {
            _ when !IsLoopback(context.Request.Host) =>
                (
                    StatusCodes.Status403Forbidden, "text/plain",
                    "The Host header must name loopback. Use 127.0.0.1 or localhost.\n"),
            "/healthz" =>
                (
                    board.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, "application/json",
                    StatusRenderer.Health(board)),
            "/metrics" => (StatusCodes.Status200OK, "text/plain; version=0.0.4; charset=utf-8", StatusRenderer.Metrics(board)),
            _ => (StatusCodes.Status404NotFound, "text/plain", "Use /healthz or /metrics.\n"),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    }

    // A web page can reach loopback by its own host name (DNS rebinding). A request without a Host, as in HTTP/1.0, is not from a
    // browser.
    private static bool IsLoopback(HostString host) => IPAddress.TryParse(host.Host, out var address)
        ? IPAddress.IsLoopback(address)
        : !host.HasValue || string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
