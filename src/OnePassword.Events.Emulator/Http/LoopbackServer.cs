using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace OnePassword.Events.Emulator.Http;

/// <summary>
/// Kestrel on 127.0.0.1 without a host. A host would read settings, write logs and handle the signals of the process, which
/// belong to the program that runs the emulator.
/// </summary>
internal sealed class LoopbackServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    /// <summary>The maximum wait for open requests to complete when the server stops.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    private readonly KestrelServer _server;
    private readonly RequestDelegate _handle;
    private readonly WebApplication? _tlsServices;

    private LoopbackServer(KestrelServer server, RequestDelegate handle, WebApplication? tlsServices) =>
        (_server, _handle, _tlsServices) = (server, handle, tlsServices);

    public Uri Address => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Starts to listen, with TLS if a certificate is given.</summary>
    public static async Task<LoopbackServer> StartAsync(
        int port, X509Certificate2? certificate, RequestDelegate handle, CancellationToken cancellationToken)
    {
        var tlsServices = certificate is null ? null : TlsServices();
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MinRequestBodyDataRate = null; // A client in a debugger is slow.
        options.Limits.MinResponseDataRate = null;
        options.Limits.MaxRequestBodySize = null; // Each handler has its own limit.
        options.ApplicationServices = tlsServices?.Services!;
        options.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
                listen.UseHttps(certificate);
        });

        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new LoopbackServer(new(Options.Create(options), transport, NullLoggerFactory.Instance), handle, tlsServices);
        await server._server.StartAsync(server, cancellationToken).ConfigureAwait(false);
        return server;
    }

    /// <summary>Kestrel's TLS needs services that only a host has. This host never starts.</summary>
    private static WebApplication TlsServices()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        return builder.Build();
    }

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) =>
        new DefaultHttpContext(contextFeatures);

    Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context) => _handle(context);

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception)
    {
        // Each handler disposes its own resources.
    }

    public async ValueTask DisposeAsync()
    {
        // The system clock, because a test does not advance a fake clock to stop the emulator.
        using var grace = new CancellationTokenSource(Grace, TimeProvider.System);
        await _server.StopAsync(grace.Token).ConfigureAwait(false);
        _server.Dispose();
        if (_tlsServices is not null)
            await _tlsServices.DisposeAsync().ConfigureAwait(false);
    }
}
