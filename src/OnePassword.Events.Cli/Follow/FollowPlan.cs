using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>The settings of a run of <c>op-events follow</c>, from a configuration file or from the options.</summary>
internal sealed record FollowPlan
{
    // Half of a wait is random in a fleet, so that the polls of thousands of accounts are spread over time.
    private const double FleetJitter = 0.5;

    private static readonly TimeSpan LongestPoll = TimeSpan.FromDays(1);

    // After an outage of the database, which affects all accounts, each continues within this time.
    private static readonly TimeSpan FleetBackoff = TimeSpan.FromSeconds(30);

    /// <summary>Gets the library's defaults, which are those of the options and the configuration file.</summary>
    public static FollowOptions Defaults { get; } = new();

    /// <summary>Gets the accounts, at least one.</summary>
    public required IReadOnlyList<FollowedAccount> Accounts { get; init; }

    /// <summary>Gets the folder of the checkpoints.</summary>
    public required string State { get; init; }

    public int PageSize { get; init; } = EventQuery.DefaultPageSize;

    /// <summary>Gets the outputs of all accounts. Accounts can share one.</summary>
    public IReadOnlyList<FollowOutput> Outputs => [.. Accounts.SelectMany(account => account.Outputs).Distinct()];

    /// <summary>Gets whether an output needs the checkpoints of the state folder.</summary>
    public bool NeedsState => Outputs.Any(output => !output.HasCheckpoints);

    /// <summary>Gets whether an output writes to the state folder: checkpoints or dead letters.</summary>
    public bool WritesToState => Outputs.Any(output => output.WritesToState);

    /// <summary>Gets whether standard output is the only output, so that the run ends with it.</summary>
    public bool OnlyToStandardOutput => Outputs.All(output => output is StdoutOutput);

    public PollRange Poll { get; init; } = PollRange.Default;

    public CursorRejection OnCursorRejected { get; init; } = new(Defaults.OnCursorRejected, Defaults.Overlap);

    /// <summary>Gets where health and metrics are served; null for nowhere.</summary>
    public StatusListener? Listen { get; init; }

    public SilenceRule Silence { get; init; }

    /// <summary>Gets whether to stop when every feed has caught up.</summary>
    public bool Once { get; init; }

    /// <summary>Gets whether a supervisor assigns accounts to processes. A process then takes an account at once.</summary>
    public bool IsAssigned { get; init; }

    /// <exception cref="CliException">The lines of several feeds or outputs would be mixed.</exception>
    public void ThrowIfAmbiguous()
    {
        var toStandardOutput = Outputs.OfType<StdoutOutput>().ToList();
        if (toStandardOutput.Count > 1)
            throw CliException.Usage("standard output can be only one output. Keep one output of the type stdout.");
        if (toStandardOutput is not [var output] || output.LineFormat != EventFormat.Raw)
            return;
        if (Accounts.Where(account => account.Outputs.Contains(output)).ToList() is not [{ Account.Feeds.Count: 1 }])
            throw CliException.Usage(
                "standard output would mix the events of several feeds. Name one feed of one account, or the format envelope.");
    }

    /// <exception cref="CliException">Files are to be removed, but none is ever finished.</exception>
    public void ThrowIfNothingIsFinished()
    {
        if (!Once && Outputs.OfType<FilesOutput>().Any(files => files.Options is { RemovesFiles: true, Rotates: false }))
            throw CliException.Usage(
                "--keep and --keep-files remove finished files, but no file is ever finished. "
                    + "Add --rotate-size, --rotate-every or --once.");
    }

    public OutputContext OutputContext(CliContext cli) => new(State, HasSeveralAccounts: Accounts.Count > 1, Once, cli)
    {
        IsAssigned = IsAssigned,
    };

    public FollowOptions OptionsOf(FollowedAccount followed, string feed, FollowOutput output) => new()
    {
        Name = output.CheckpointName(followed.Account, feed),
        Start = EventQuery.Since(followed.Start, PageSize),
        MinPollInterval = TimeSpan.FromTicks(Math.Min(Poll.Min.Ticks, LongestPoll.Ticks)),
        MaxPollInterval = TimeSpan.FromTicks(Math.Min(Poll.Max.Ticks, LongestPoll.Ticks)),
        PollJitter = IsAssigned ? FleetJitter : 0,
        MaxBackoff = IsAssigned ? FleetBackoff : Defaults.MaxBackoff,
        DuplicateWindow = IsAssigned ? PostgreSqlOutput.FleetDuplicateWindow : Defaults.DuplicateWindow,
        StopWhenCaughtUp = Once,
        OnCursorRejected = OnCursorRejected.Action,
        Overlap = OnCursorRejected.Overlap,
    };
}
