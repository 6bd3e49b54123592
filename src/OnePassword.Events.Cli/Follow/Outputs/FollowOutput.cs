using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>An output of followed events, as it is configured. Each feed of an account has a checkpoint per output.</summary>
internal abstract record FollowOutput
{
    /// <summary>Gets the type in the configuration file.</summary>
    public abstract string Type { get; }

    /// <summary>Gets the name from the configuration file; null if it has none.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the name, which is the type by default.</summary>
    public string Title => Name ?? Type;

    /// <summary>Gets the last part of the names of its checkpoints; null for none.</summary>
    public virtual string? CheckpointPart => Title;

    /// <summary>Gets the delivery guarantee in one phrase.</summary>
    public abstract string Guarantee { get; }

    /// <summary>Returns the name of a feed's checkpoint for this output.</summary>
    public string CheckpointName(Account account, string feed) => account.CheckpointName(feed, CheckpointPart);

    /// <summary>Gets whether the output has the checkpoints of its feeds. The state folder is then not used.</summary>
    public virtual bool HasCheckpoints => false;

    /// <summary>Gets whether the output writes to the state folder: checkpoints or dead letters.</summary>
    public virtual bool WritesToState => !HasCheckpoints;

    /// <summary>Returns the path of the file for events that the output rejects.</summary>
    public string DeadLettersIn(string stateFolder) => Path.Combine(stateFolder, "dead-letters", $"{Title}.ndjson");

    /// <summary>Returns what the output is, in phrases for the operator.</summary>
    public abstract IEnumerable<string> Describe();

    /// <summary>Checks that a feed could continue from a checkpoint, and changes nothing.</summary>
    /// <returns>The place of the events of the feed.</returns>
    /// <exception cref="CliException">The output does not match the checkpoint.</exception>
    public abstract string Check(Account account, string feed, Checkpoint? checkpoint, OutputContext context);

    /// <summary>Gets whether a secret of the output can change while the tool runs. Most outputs have no secret.</summary>
    public virtual bool HasChangeableSecret => false;

    /// <summary>Reads the secrets now, so that a missing one ends the command instead of being retried.</summary>
    /// <exception cref="CliException">A secret cannot be read.</exception>
    public virtual Task ReadSecretsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Loads a feed's checkpoint that the output has. The feed stays with the process that follows it.</summary>
    /// <exception cref="CheckpointException">The checkpoint is corrupt.</exception>
    public virtual Task<Checkpoint?> PeekAsync(Account account, string feed, CancellationToken cancellationToken) =>
        Task.FromResult<Checkpoint?>(null);

    /// <summary>Checks whether the output can be used. No event is sent.</summary>
    /// <param name="origins">The feeds of the output.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    public virtual Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ProbeResult>>([]);

    /// <summary>Starts the output for a run.</summary>
    /// <exception cref="CliException">It cannot be used.</exception>
    public abstract OutputRun Start(OutputContext context);
}
