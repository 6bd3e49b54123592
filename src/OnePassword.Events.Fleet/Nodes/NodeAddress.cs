using System.Net;
using System.Net.NetworkInformation;

namespace OnePassword.Events.Fleet.Nodes;

/// <summary>The address of a node: an IP address, or a network in which this machine has one.</summary>
internal static class NodeAddress
{
    public const string Forms = "an IP address of this machine, or a network in which it has one, such as 10.0.0.0/8";

    public static IPAddress? TryParse(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? null : address;
        return IPNetwork.TryParse(text, out var network) ? Own().FirstOrDefault(network.Contains) : null;
    }

    private static IEnumerable<IPAddress> Own() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)
        .OrderBy(IPAddress.IsLoopback);
}
