using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OnePassword.Events.Tests.Support;

/// <summary>A server on loopback that responds with any bytes, for cases that the emulator does not cover.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<Stream, Task<Stream>> _secure;
    private readonly Func<string, Task<byte[]>> _respond;
    private readonly Task _running;
    private int _connections;

    /// <param name="respond">Returns the response to a request, which is head and body as one text.</param>
    /// <param name="secure">Wraps the stream of a connection.</param>
    public RawServer(Func<string, Task<byte[]>> respond, Func<Stream, Task<Stream>>? secure = null)
    {
        (_respond, _secure) = (respond, secure ?? Task.FromResult);
        _listener.Start();
        _running = AcceptAsync();
    }

    public string Authority => _listener.LocalEndpoint.ToString()!;

    /// <summary>The number of connections that were opened.</summary>
    public int Connections => _connections;

    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Completes with the first request.</summary>
    public Task Requested => _requested.Task.WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);

    /// <summary>Responds to every request with a page of one event; over TLS if there is a certificate.</summary>
    public static RawServer Page(X509Certificate2? certificate = null, X509Certificate2? demanded = null) => new(
        _ => Task.FromResult(Response("""{"cursor":"c1","has_more":false,"items":[{"uuid":"E1"}]}"""u8.ToArray())),
        certificate is null ? null : stream => SecureAsync(stream, certificate, demanded));

    public static byte[] Redirect(int status, string location) =>
        Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 {status} Elsewhere\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"));

    public static byte[] Response(byte[] body, string headers = "Content-Type: application/json\r\n") =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\n{headers}Content-Length: {body.Length}\r\n\r\n")), .. body];

    /// <summary>Returns an address of loopback without a server.</summary>
    public static string Nowhere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener.LocalEndpoint.ToString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private static async Task<Stream> SecureAsync(Stream stream, X509Certificate2 certificate, X509Certificate2? demanded)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = demanded is not null,
            RemoteCertificateValidationCallback = (_, shown, _, _) => demanded is null || demanded.Equals(shown),
        });
        return secure;
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                open.Add(ServeAsync(connection));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                await using var stream = await _secure(connection.GetStream()).WaitAsync(_stop.Token);
                while (await HttpText.ReadAsync(stream, _stop.Token) is { } request)
                {
                    _requests.Enqueue(request);
                    _requested.TrySetResult();
                    await stream.WriteAsync(await _respond(request).WaitAsync(_stop.Token), _stop.Token);
                }
            }
            catch (Exception e) when (
                e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The client disconnected or was rejected; the test observes that at the client.
            }
        }
    }
}
