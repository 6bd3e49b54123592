using System.Net.Sockets;
using System.Text;

namespace OnePassword.Events.Cli.Messages;

/// <summary>
/// Reports the state of the service to systemd, over the socket that <c>NOTIFY_SOCKET</c> names (sd_notify). Without the
/// variable, it does nothing.
/// </summary>
internal sealed class ServiceNotifier(string? address, MessageLog messages)
{
    private bool _failed;

    /// <summary>Reports that the service runs.</summary>
    /// <param name="status">A line for <c>systemctl status</c>.</param>
    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    public void Status(string status) => Send($"STATUS={status}");

    public void Stopping() => Send("STOPPING=1\nSTATUS=stopping");

    private void Send(string state)
    {
        if (string.IsNullOrEmpty(address) || _failed)
            return;
        try
        {
            // A name that starts with @ is in the abstract namespace of Linux.
            var endpoint = new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(state), endpoint);
        }
        catch (Exception e) when (e is SocketException or ArgumentException or PlatformNotSupportedException)
        {
            _failed = true; // One warning is enough.
            messages.Warning(
                MessageEvent.NotificationFailed,
                $"the socket of NOTIFY_SOCKET does not accept the state of the service: {e.Message}");
        }
    }
}
