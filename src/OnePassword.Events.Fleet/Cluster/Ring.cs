using System.Security.Cryptography;
using System.Text;

namespace OnePassword.Events.Fleet.Cluster;

/// <summary>
/// Spreads accounts over the live nodes: an account belongs to the node with the highest hash of both (rendezvous hashing). If a
/// node comes or goes, only its share moves. Each node computes the same, without a coordinator.
/// </summary>
internal static class Ring
{
    /// <summary>Returns the nodes that are active.</summary>
    public static IReadOnlyList<SiloAddress> ActiveNodes(ClusterMembershipSnapshot snapshot) =>
        [.. snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)];

    /// <summary>Returns the node of an account; null if there is no node.</summary>
    public static SiloAddress? OwnerOf(string account, IReadOnlyList<SiloAddress> nodes) =>
        nodes.MaxBy(node => Score(account, node));

    private static UInt128 Score(string account, SiloAddress node)
    {
        // Without the time of its start: a node that restarts gets the same accounts.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{account}\n{node.Endpoint}"), hash);
        return BitConverter.ToUInt128(hash);
    }
}
