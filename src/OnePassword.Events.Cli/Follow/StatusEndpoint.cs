using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary><c>/healthz</c> and <c>/metrics</c> on a loopback port: what a supervisor and Prometheus ask.</summary>
internal sealed class StatusEndpoint : IAsyncDisposable
{
    private readonly WebApplication? _application;

    private StatusEndpoint(WebApplication? application) => _application = application;

    /// <summary>Listens on a port, 0 for a free one; on none if that is null.</summary>
    /// <exception cref="CliException">The port is taken, or may not be listened on.</exception>
    public static async Task<StatusEndpoint> StartAsync(int? port, FollowStatusBoard board, CliContext io, CancellationToken cancellationToken)
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
        application.Run(context => AnswerAsync(context, board));
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException) // The latter: a port that only root may have.
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw CliException.Usage($"port {port} on loopback cannot be listened on: {e.Message}");
        }
        await io.Error.WriteLineAsync($"Health and metrics: {application.Urls.Single()}/healthz and /metrics").ConfigureAwait(false);
        return new StatusEndpoint(application);
    }

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static Task AnswerAsync(HttpContext context, FollowStatusBoard board)
    {
        var (status, type, body) = context.Request.Path.Value switch
        {
            _ when !IsLoopback(context.Request.Host) => (StatusCodes.Status403Forbidden, "text/plain", "The Host header must name loopback. Use 127.0.0.1 or localhost.\n"),
            "/healthz" => (board.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, "application/json", StatusRenderer.Health(board)),
            "/metrics" => (StatusCodes.Status200OK, "text/plain; version=0.0.4; charset=utf-8", StatusRenderer.Metrics(board)),
            _ => (StatusCodes.Status404NotFound, "text/plain", "There are /healthz and /metrics.\n"),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    }

    // A web page reaches loopback by a name of its own (DNS rebinding). A request of HTTP/1.0 without a Host is not one of a browser.
    private static bool IsLoopback(HostString host) => IPAddress.TryParse(host.Host, out var address)
        ? IPAddress.IsLoopback(address)
        : !host.HasValue || string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
