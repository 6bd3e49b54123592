using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>An output that has the checkpoints as well: a page and its checkpoint are stored in one step.</summary>
internal abstract record EventStoreOutput : FollowOutput
{
    public override string? CheckpointPart => Name;

    public override string Guarantee => "exactly once";

    public override bool HasCheckpoints => true;

    /// <summary>Gets the place of the events, as an address without secrets.</summary>
    public abstract string Location { get; }

    /// <summary>
    /// Gets whether a process that was replaced waits to take over again. Otherwise it ends: two processes would replace each
    /// other again and again.
    /// </summary>
    public virtual bool WaitsToTakeOver => false;

    public override IEnumerable<string> Describe() => [Location];

    public override string Check(Account account, string feed, Checkpoint? checkpoint, OutputContext context) => Location;

    /// <summary>Makes the next connection read the secrets again.</summary>
    public virtual void ForgetSecrets()
    {
    }

    /// <summary>Returns the problem and the remedy of a failure of the store; null for any other exception.</summary>
    public abstract string? ProblemOf(Exception failure);

    /// <summary>Returns the remedy of a checkpoint that cannot be used; null for a general one.</summary>
    public string? RemedyOf(CheckpointFailure reason) => reason switch
    {
        CheckpointFailure.Corrupt => "Restore a backup of the output.",
        CheckpointFailure.StartInFuture => "Correct the local clock.",
        CheckpointFailure.Mismatch => "Use another account name or output.",
        CheckpointFailure.InUse or CheckpointFailure.TakenOver => WaitsToTakeOver
            ? "Run without --once to wait until that process has ended."
            : "Run only one process for this account and output.",
        _ => null,
    };

    /// <summary>Loads a checkpoint. The feed stays with the process that follows it.</summary>
    /// <exception cref="CliException">The store cannot be used.</exception>
    /// <exception cref="CheckpointException">The checkpoint is corrupt.</exception>
    public sealed override Task<Checkpoint?> PeekAsync(Account account, string feed, CancellationToken cancellationToken) =>
        RunAsync(() => ReadAsync(account, CheckpointName(account, feed), cancellationToken));

    /// <summary>Runs an operation of the store.</summary>
    /// <exception cref="CliException">The store cannot be used. The message names a remedy.</exception>
    public async Task RunAsync(Func<Task> operation)
    {
        try
        {
            await operation().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (HasRejectedSecret(e))
                ForgetSecrets(); // It may have been replaced at its source.
            if (ProblemOf(e) is { } problem)
                throw new CliException(ExitCode.Output, problem);
            throw;
        }
    }

    /// <summary>Runs an operation of the store, and returns its result.</summary>
    /// <exception cref="CliException">The store cannot be used. The message names a remedy.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> operation)
    {
        var result = default(T);
        await RunAsync(async () => { result = await operation().ConfigureAwait(false); }).ConfigureAwait(false);
        return result!;
    }

    /// <summary>Whether a failure says that the server rejected a secret.</summary>
    protected virtual bool HasRejectedSecret(Exception failure) => false;

    protected abstract Task<Checkpoint?> ReadAsync(Account account, string name, CancellationToken cancellationToken);
}
