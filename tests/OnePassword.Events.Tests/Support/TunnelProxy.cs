using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OnePassword.Events.Tests.Support;

/// <summary>A proxy that opens a tunnel to one server, regardless of the requested host, and records the requests and the bytes.</summary>
internal sealed class TunnelProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly StringBuilder _seen = new();
    private readonly Task _running;

    public TunnelProxy(string target)
    {
        _listener.Start();
        _running = AcceptAsync(IPEndPoint.Parse(target));
    }

    public string Authority => _listener.LocalEndpoint.ToString()!;

    /// <summary>The requests for a tunnel.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The text that the client sent through the tunnel.</summary>
    public string Seen
    {
        get
        {
            lock (_seen)
                return _seen.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(IPEndPoint target)
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(TunnelAsync(await _listener.AcceptTcpClientAsync(_stop.Token), target));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task TunnelAsync(TcpClient client, IPEndPoint target)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                _requests.Enqueue((await HttpText.ReadAsync(client.GetStream(), _stop.Token))!);
                await server.ConnectAsync(target, _stop.Token);
                await client.GetStream().WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stop.Token);
                await Task.WhenAny(PumpAsync(client, server, see: true), PumpAsync(server, client, see: false));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // One side disconnected.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool see)
    {
        var buffer = new byte[4096];
        for (int read; (read = await from.GetStream().ReadAsync(buffer, _stop.Token)) > 0;)
        {
            if (see)
            {
                lock (_seen)
                    _seen.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
