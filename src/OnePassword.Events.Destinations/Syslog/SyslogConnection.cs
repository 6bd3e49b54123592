using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Syslog;

/// <summary>A connection to a receiver.</summary>
internal sealed class SyslogConnection : IDisposable
{
    private const int WriteSize = 64 << 10;

    private static readonly TimeSpan ClientCheck = TimeSpan.FromMilliseconds(500);

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly Task _closed;
    private readonly ArrayBufferWriter<byte> _buffer = new(WriteSize);
    private string _alert = "";

    private SyslogConnection(Socket socket, Stream stream)
    {
        (_socket, _stream) = (socket, stream);
        _closed = ReadToEndAsync();
    }

    /// <summary>Gets the version of TLS, for messages; empty without TLS.</summary>
    public string Protocol => _stream is SslStream tls
        ? $" with {tls.SslProtocol.ToString().Replace("Tls1", "TLS 1.", StringComparison.Ordinal)}" : "";

    public bool HasWritten { get; private set; }

    /// <summary>
    /// Gets whether the receiver closed the connection. The operating system still accepts bytes, which are lost.
    /// </summary>
    public bool IsClosed => _closed.IsCompleted || (_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead) && _socket.Available == 0);

    /// <summary>Gets why the connection is closed.</summary>
    public string Failure => $"the receiver closed the connection{_alert}.";

    /// <exception cref="SocketException">The receiver cannot be reached.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">TLS failed.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<SyslogConnection> OpenAsync(SyslogOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
            await socket.ConnectAsync(options.Url.DnsSafeHost, SyslogAddress.Port(options.Url), cancellationToken)
                .ConfigureAwait(false);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (SyslogAddress.IsTls(options.Url))
            {
                var tls = new SslStream(stream);
                stream = tls;
                await tls.AuthenticateAsClientAsync(TlsOf(options), cancellationToken).ConfigureAwait(false);
            }
            var connection = new SyslogConnection(socket, stream);
            if (stream is SslStream)
                await connection.ThrowIfRejectedAsync(options.Clock, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            stream?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The connection broke.</exception>
    public async Task WriteAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        HasWritten = true;
        _buffer.ResetWrittenCount();
        foreach (var one in batch.Events)
        {
            if (_buffer.WrittenCount > 0 && _buffer.WrittenCount + one.Encoded.Length > WriteSize)
                await FlushAsync(cancellationToken).ConfigureAwait(false);
            _buffer.Write(one.Encoded.Span);
        }
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    // In TLS 1.3, a receiver checks the certificate of the sender after the sender has completed its part.
    private async Task ThrowIfRejectedAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_closed, Task.Delay(ClientCheck, clock, isOver.Token)).ConfigureAwait(false);
        await isOver.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (IsClosed)
            throw new IOException($"{Failure} Check the certificate of the sender.");
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }

    private static SslClientAuthenticationOptions TlsOf(SyslogOptions options)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = options.Url.DnsSafeHost };
        if (options.ClientCertificate is { } own)
            tls.ClientCertificates = [own];
        if (options.Authorities is { } authorities)
            tls.CertificateChainPolicy = TrustedAuthorities.Only(authorities);
        return tls;
    }

    // A receiver sends nothing, except for alerts of TLS and the end of the connection.
    private async Task ReadToEndAsync()
    {
        var ignored = new byte[256];
        try
        {
            while (await _stream.ReadAsync(ignored).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _alert = $": {(e.InnerException ?? e).Message.TrimEnd('.')}";
        }
    }
}
