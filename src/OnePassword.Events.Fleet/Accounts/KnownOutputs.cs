using System.Collections.Concurrent;
using OnePassword.Events.Cli.Follow.Outputs;

namespace OnePassword.Events.Fleet.Accounts;

/// <summary>The outputs of a node. Accounts with the same configuration of an output share its connections and secrets.</summary>
internal sealed class KnownOutputs
{
    private readonly ConcurrentDictionary<string, FollowOutput> _outputs = new(StringComparer.Ordinal);

    /// <summary>Returns the first output with this configuration.</summary>
    public FollowOutput Share(string configuration, FollowOutput output) => _outputs.GetOrAdd(configuration, output);
}
