using System.Net;
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

    private LoopbackServer(KestrelServer server, RequestDelegate handle) => (_server, _handle) = (server, handle);

    public Uri Address => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    public static async Task<LoopbackServer> StartAsync(int port, RequestDelegate handle, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MinRequestBodyDataRate = null; // a client in a debugger is slow
        options.Limits.MinResponseDataRate = null;
        options.Limits.MaxRequestBodySize = null; // each handler has its own limit
        options.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);

        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new LoopbackServer(new(Options.Create(options), transport, NullLoggerFactory.Instance), handle);
        await server._server.StartAsync(server, cancellationToken).ConfigureAwait(false);
        return server;
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
    }
}
