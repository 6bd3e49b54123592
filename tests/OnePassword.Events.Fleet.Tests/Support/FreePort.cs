using System.Net;
using System.Net.Sockets;

namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>Ports for nodes, which use the same one again after a restart.</summary>
internal static class FreePort
{
    // Below the ports that the system gives to connections and to servers without a port of their own.
    private const int First = 20_000;
    private const int Count = 10_000;

    private static int _last = Environment.ProcessId * 100;

    /// <summary>Returns a port that no other test of this process gets.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _last) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Another program listens there.
            }
        }
    }
}
