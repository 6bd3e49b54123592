using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>Serves health and metrics, for supervisors and Prometheus.</summary>
internal sealed class StatusEndpoint : IAsyncDisposable
{
    private readonly WebApplication? _application;

    private StatusEndpoint(WebApplication? application) => _application = application;

    /// <param name="listener">The address and the token; null to listen nowhere.</param>
    /// <param name="pages">The pages of the endpoint.</param>
    /// <param name="cli">Standard error, for the address.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="CliException">The address is in use, not of this machine, or reserved for root.</exception>
    public static async Task<StatusEndpoint> StartAsync(
        StatusListener? listener, IStatusPages pages, CliContext cli, CancellationToken cancellationToken)
    {
        if (listener is null)
            return new StatusEndpoint(application: null);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(listener.Address.Address, listener.Address.Port);
        });
        builder.Logging.ClearProviders();
        var application = builder.Build();
        var access = new StatusAccess(listener);
        application.Run(context => RespondAsync(context, access, pages));
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException) // A SocketException: the port is reserved for root.
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw CliException.Usage($"cannot listen on {listener.Address}: {e.Message}");
        }
        var token = listener.Token is null ? "" : ", with a bearer token";
        cli.Messages.Information(
            MessageEvent.EndpointListening, $"Health and metrics: {application.Urls.Single()}/healthz and /metrics{token}");
        return new StatusEndpoint(application);
    }

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task RespondAsync(HttpContext context, StatusAccess access, IStatusPages pages)
    {
        var path = context.Request.Path.Value;
        var rejection = await access.CheckAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        var response = rejection switch
        {
            null => pages.Respond(path),
            { Status: StatusCodes.Status401Unauthorized } => pages.RespondWithoutToken(path) ?? rejection.Value,
            _ => rejection.Value,
        };
        if (response.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.StatusCode = response.Status;
        context.Response.ContentType = response.Type;
        await context.Response.WriteAsync(response.Body).ConfigureAwait(false);
    }
}
