using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;

namespace OnePassword.Events.Cli.Follow;

/// <summary>An account, where following it starts without a checkpoint, and where its events go.</summary>
/// <param name="Account">The account.</param>
/// <param name="Start">The start of feeds without a checkpoint.</param>
/// <param name="Outputs">The outputs, at least one.</param>
internal sealed record FollowedAccount(Account Account, DateTimeOffset Start, IReadOnlyList<FollowOutput> Outputs)
{
    /// <summary>Returns the name of an output in metrics and on <c>/healthz</c>; null if there is no other one.</summary>
    public string? LabelOf(FollowOutput output) => Outputs.Count > 1 ? output.Title : output.CheckpointPart;
}
