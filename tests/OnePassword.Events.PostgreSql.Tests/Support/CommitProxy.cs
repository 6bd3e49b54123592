using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OnePassword.Events.PostgreSql.Tests.Support;

/// <summary>A proxy before the server that loses a connection at a COMMIT.</summary>
internal sealed class CommitProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly Task _accepting;
    private Lost _next;

    public CommitProxy(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        _port = settings.Port;
        _listener.Start();
        settings.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        settings.SslMode = SslMode.Disable; // The proxy reads the commands.
        ConnectionString = settings.ConnectionString;
        _accepting = AcceptAsync();
    }

    private enum Lost
    {
        Nothing,
        Request,
        Reply,
    }

    public string ConnectionString { get; }

    /// <summary>Closes the connection before the next COMMIT reaches the server.</summary>
    public void LoseRequest() => _next = Lost.Request;

    /// <summary>Closes the connection when the server has replied to the next COMMIT. The client does not receive the reply.</summary>
    public void LoseReply() => _next = Lost.Reply;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            connections.Add(RunAsync(client));
        }
    }

    private async Task RunAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            var (requests, replies) = (client.GetStream(), server.GetStream());
            var losesReply = false;
            try
            {
                await Task.WhenAny(
                    PumpAsync(requests, replies, bytes =>
                    {
                        if (_next == Lost.Nothing || bytes.IndexOf("COMMIT\0"u8) < 0)
                            return true;
                        (losesReply, var lost) = (_next == Lost.Reply, _next);
                        _next = Lost.Nothing;
                        return lost == Lost.Reply;
                    }),
                    PumpAsync(replies, requests, _ => !losesReply));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side has closed the connection, which closes the other one.
            }
        }
    }

    // Ends at the first bytes that may not pass.
    private async Task PumpAsync(NetworkStream from, NetworkStream to, Passes passes)
    {
        var buffer = new byte[65_536];
        int read;
        while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0 && passes(buffer.AsSpan(0, read)))
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
    }

    private delegate bool Passes(ReadOnlySpan<byte> bytes);
}
