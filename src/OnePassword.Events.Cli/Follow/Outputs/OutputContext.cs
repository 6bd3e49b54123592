using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>The run, as far as an output depends on it.</summary>
/// <param name="State">The folder of the checkpoints.</param>
/// <param name="HasSeveralAccounts">Whether several accounts are followed.</param>
/// <param name="Once">Whether the run ends when it has caught up.</param>
/// <param name="Cli">The context.</param>
internal sealed record OutputContext(string State, bool HasSeveralAccounts, bool Once, CliContext Cli)
{
    /// <summary>Gets whether a supervisor assigns accounts to processes, so that a process takes an account at once.</summary>
    public bool IsAssigned { get; init; }
}
