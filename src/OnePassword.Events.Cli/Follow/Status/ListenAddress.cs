using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>The address and port of health and metrics. A port alone is on loopback.</summary>
internal sealed record ListenAddress(IPAddress Address, int Port)
{
    public const string Forms = "a port, or an IP address with a port such as 127.0.0.1:9464";

    private const string Localhost = "localhost:";

    public bool IsLoopback => IPAddress.IsLoopback(Address);

    public static ListenAddress OnLoopback(int port) => new(IPAddress.Loopback, port);

    /// <returns>Null if the text has none of the accepted forms.</returns>
    public static ListenAddress? TryParse(string text)
    {
        if (text.StartsWith(Localhost, StringComparison.OrdinalIgnoreCase))
            text = text[Localhost.Length..];
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return OnLoopback(port);

        // Without a port, or with an unusual spelling such as 127.1, the text differs from that of the endpoint.
        return IPEndPoint.TryParse(text, out var endpoint)
            && (endpoint.AddressFamily == AddressFamily.InterNetworkV6
                ? text.Contains("]:", StringComparison.Ordinal)
                : endpoint.ToString() == text)
            ? new ListenAddress(endpoint.Address, endpoint.Port)
            : null;
    }

    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
