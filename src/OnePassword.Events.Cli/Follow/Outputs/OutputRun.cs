using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>An output during a run, with what its feeds share.</summary>
internal abstract class OutputRun : IDisposable
{
    /// <summary>Gets the delivery that its feeds share; null if the output is not a destination.</summary>
    public virtual EventDelivery? Delivery => null;

    /// <summary>Gets a token that is canceled when the output cannot be written again in this run.</summary>
    public virtual CancellationToken Failed => CancellationToken.None;

    /// <summary>Gets why the output cannot be written again; null while it can.</summary>
    public virtual Exception? Failure => null;

    /// <summary>Returns the store that has the checkpoints of an account with its events; null for the state folder.</summary>
    public virtual ICheckpointStore? StoreOf(Account account) => null;

    /// <summary>Creates the sink of a feed.</summary>
    /// <param name="account">The account.</param>
    /// <param name="feed">The feed.</param>
    /// <param name="progress">Receives failures and recoveries of a delivery.</param>
    public abstract IFollowSink SinkOf(Account account, string feed, IProgress<DeliveryReport> progress);

    /// <summary>Ends the stores of an account that is not followed any more.</summary>
    public virtual Task ReleaseAsync(Account account) => Task.CompletedTask;

    /// <summary>Reads the secrets again, and tries an output at once that stopped because of them.</summary>
    public virtual void ReloadSecrets()
    {
    }

    /// <summary>Writes the end of the output, when all feeds have ended.</summary>
    public virtual Task CompleteAsync() => Task.CompletedTask;

    public virtual void Dispose()
    {
    }
}
