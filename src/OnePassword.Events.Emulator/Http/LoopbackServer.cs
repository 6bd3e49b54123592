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
/// Kestrel alone on 127.0.0.1, without a host around it: that would read settings, write logs and take hold of the
/// process's signals, which belong to the program that the emulator runs in.
/// </summary>
internal sealed class LoopbackServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    /// <summary>How long open requests may take to end by themselves at the end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(200);

    private readonly KestrelServer _server;
    private readonly RequestDelegate _handle;
    private readonly WebApplication? _tlsServices;

    private LoopbackServer(KestrelServer server, RequestDelegate handle, WebApplication? tlsServices) =>
        (_server, _handle, _tlsServices) = (server, handle, tlsServices);

    public Uri Address => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Listens, with TLS if there is a certificate.</summary>
    public static async Task<LoopbackServer> StartAsync(
        int port, X509Certificate2? certificate, RequestDelegate handle, CancellationToken cancellationToken)
    {
        var tlsServices = certificate is null ? null : TlsServices();
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MinRequestBodyDataRate = null; // a client in a debugger is slow
        options.Limits.MinResponseDataRate = null;
        options.Limits.MaxRequestBodySize = null; // each handler has its own limit
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

    /// <summary>Kestrel's TLS asks for services that only a host has. This one is never started, so that it does nothing.</summary>
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
        // Nothing is held: each handler disposes what it rents.
    }

    public async ValueTask DisposeAsync()
    {
        // The machine's clock, not the emulator's: nobody turns a fake one for the sake of stopping.
        using var grace = new CancellationTokenSource(Grace, TimeProvider.System);
        await _server.StopAsync(grace.Token).ConfigureAwait(false);
        _server.Dispose();
        if (_tlsServices is not null)
            await _tlsServices.DisposeAsync().ConfigureAwait(false);
    }
}
