using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace OnePassword.Events.Testing.Services;

/// <summary>A fake syslog receiver on loopback, over TCP or TLS. It accepts only octet counting and RFC 5424.</summary>
internal sealed class FakeSyslog : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly ConcurrentQueue<SyslogRecord> _records = new();
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly Task _accepting;
    private int _accepted;
    private int _rejected;

    public FakeSyslog(X509Certificate2? certificate = null, bool requireClient = false, int port = 0)
    {
        if (certificate is not null)
        {
            _tls = new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = requireClient };
            if (requireClient)
                _tls.RemoteCertificateValidationCallback = (_, client, _, _) => client is not null;
        }
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"{(_tls is null ? "tcp" : "tls")}://127.0.0.1:{Port}"));

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyCollection<SyslogRecord> Records => _records;

    /// <summary>The problems of the bytes received; a message that the sender did not complete is not a problem.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    public int Accepted => _accepted;

    /// <summary>How many connections were closed because the sender has no certificate.</summary>
    public int Rejected => _rejected;

    /// <summary>Called after each message; true closes the connection without reading what follows.</summary>
    public Func<SyslogRecord, bool> CloseAfter { get; set; } = _ => false;

    /// <summary>Whether connections are read.</summary>
    public bool IsReading { get; set; } = true;

    /// <summary>Closes all connections. The sender sees the end of the connection, but can still write.</summary>
    public void Disconnect()
    {
        foreach (var socket in _connections.Keys)
            socket.Shutdown(SocketShutdown.Send);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        foreach (var (socket, reading) in _connections)
        {
            socket.Dispose();
            await reading;
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _accepted);
                _connections[socket] = ReceiveAsync(socket);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private async Task ReceiveAsync(Socket socket)
    {
        await Task.Yield();
        try
        {
            await using Stream network = new NetworkStream(socket, ownsSocket: true);
            await using var stream = new BufferedStream(await OpenAsync(network), 64 << 10);
            await Wait.UntilAsync(() => IsReading);
            while (await ReadAsync(stream) is { } bytes)
            {
                var record = SyslogRecord.Parse(bytes);
                _records.Enqueue(record);
                if (CloseAfter(record))
                    return;
            }
        }
        catch (FormatException e)
        {
            _problems.Enqueue(e.Message);
        }
        catch (AuthenticationException)
        {
            Interlocked.Increment(ref _rejected);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The sender, or the test, closed the connection.
        }
    }

    private async Task<Stream> OpenAsync(Stream network)
    {
        if (_tls is null)
            return network;
        var tls = new SslStream(network);
        await tls.AuthenticateAsServerAsync(_tls);
        return tls;
    }

    // The next message; null at the end of the connection.
    private static async Task<byte[]?> ReadAsync(Stream stream)
    {
        var length = 0;
        var one = new byte[1];
        for (var digits = 0; await stream.ReadAsync(one) > 0; digits++)
        {
            if (one[0] == ' ' && digits > 0)
            {
                var message = new byte[length];
                await stream.ReadExactlyAsync(message);
                return message;
            }
            if (one[0] is < (byte)'0' or > (byte)'9' || (digits == 0 && one[0] == '0') || digits > 8)
                throw new FormatException("A message does not begin with its length.");
            length = (10 * length) + one[0] - '0';
        }
        return null;
    }
}
