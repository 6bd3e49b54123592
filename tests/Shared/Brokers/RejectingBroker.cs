using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Confluent.Kafka;

namespace OnePassword.Events.Testing.Brokers;

/// <summary>A broker that offers the mechanism PLAIN, and rejects each password.</summary>
internal sealed class RejectingBroker : IDisposable
{
    // Numbers of requests in the protocol. The client begins with a version of this request that the broker does not have.
    private const short Versions = 18, Metadata = 3, Handshake = 17, Authenticate = 36;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _passwords = new();

    private readonly X509Certificate2? _certificate;

    /// <param name="certificate">The certificate of TLS; null for none.</param>
    public RejectingBroker(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"{_listener.LocalEndpoint}";

    /// <summary>The user names and passwords that arrived, as name:password.</summary>
    public IReadOnlyCollection<string> Passwords => _passwords;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        var length = new byte[sizeof(int)];
        try
        {
            await using var stream = await OpenAsync(client);
            while (true)
            {
                await stream.ReadExactlyAsync(length);
                var request = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
                await stream.ReadExactlyAsync(request);
                var (kind, version) = (Number(request, 0), Number(request, sizeof(short)));
                if (kind == Authenticate)
                    Add(request);
                await stream.WriteAsync(Response(request.AsSpan(2 * sizeof(short), sizeof(int)), kind switch
                {
                    Versions => Supported(version == 0 ? ErrorCode.NoError : ErrorCode.UnsupportedVersion),
                    Handshake => Offer,
                    _ => Rejection,
                }));
            }
        }
        catch (IOException)
        {
            // The client has closed the connection.
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null)
            return client.GetStream();
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(_certificate);
        return stream;
    }

    // The oldest and the newest version of each request.
    private static byte[] Supported(ErrorCode error) =>
    [
        0, (byte)error, 0, 0, 0, 4, 0, (byte)Versions, 0, 0, 0, 0, 0, (byte)Metadata, 0, 0, 0, 1, 0, (byte)Handshake, 0, 0, 0, 1,
        0, (byte)Authenticate, 0, 0, 0, 0,
    ];

    // No error, and one mechanism.
    private static byte[] Offer => [0, 0, 0, 0, 0, 1, .. Text("PLAIN")];

    private static byte[] Rejection => [0, (byte)ErrorCode.SaslAuthenticationFailed, .. Text("Invalid username or password"), 0, 0, 0, 0];

    private void Add(byte[] request)
    {
        var client = Number(request, 8); // The length of the name of the client, which the password follows.
        var parts = Encoding.UTF8.GetString(request.AsSpan(8 + 2 + client + sizeof(int))).Split('\0');
        _passwords.Enqueue($"{parts[1]}:{parts[2]}");
    }

    private static short Number(byte[] request, int start) => BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(start));

    private static byte[] Response(ReadOnlySpan<byte> correlation, byte[] body)
    {
        var response = new byte[2 * sizeof(int) + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(response, sizeof(int) + body.Length);
        correlation.CopyTo(response.AsSpan(sizeof(int)));
        body.CopyTo(response, 2 * sizeof(int));
        return response;
    }

    private static byte[] Text(string text) => [0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
