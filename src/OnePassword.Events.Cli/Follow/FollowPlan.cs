using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>The settings of a run of <c>op-events follow</c>, from a configuration file or from the options.</summary>
internal sealed record FollowPlan
{
    private static readonly TimeSpan LongestPoll = TimeSpan.FromDays(1);

    /// <summary>Gets the library's defaults, which are those of the options and the configuration file.</summary>
    public static FollowOptions Defaults { get; } = new();

    /// <summary>Gets the accounts, at least one.</summary>
    public required IReadOnlyList<FollowedAccount> Accounts { get; init; }

    /// <summary>Gets the folder of the checkpoints.</summary>
    public required string State { get; init; }

    public int PageSize { get; init; } = EventQuery.DefaultPageSize;

    public OutputOptions Output { get; init; } = new();

    public PollRange Poll { get; init; } = PollRange.Default;

    public CursorRejection OnCursorRejected { get; init; } = new(Defaults.OnCursorRejected, Defaults.Overlap);

    /// <summary>Gets where health and metrics are served; null for nowhere.</summary>
    public StatusListener? Listen { get; init; }

    public SilenceRule Silence { get; init; }

    /// <summary>Gets whether to stop when every feed has caught up.</summary>
    public bool Once { get; init; }

    /// <exception cref="CliException">The lines of several feeds would be mixed.</exception>
    public void ThrowIfAmbiguous()
    {
        if (this is { Output: { ToStandardOutput: true, Envelope: false }, Accounts: not [{ Account.Feeds.Count: 1 }] })
            throw CliException.Usage(
                "standard output would mix the events of several feeds. Name one feed of one account, or use envelopes.");
    }

    /// <exception cref="CliException">Files are to be removed, but none is ever finished.</exception>
    public void ThrowIfNothingIsFinished()
    {
        if (Output is { RemovesFiles: true, Rotates: false } && !Once)
            throw CliException.Usage(
                "--keep and --keep-files remove finished files, but no file is ever finished. "
                    + "Add --rotate-size, --rotate-every or --once.");
    }

    /// <summary>Returns the sink for the files of a feed.</summary>
    /// <exception cref="CliException">The folder depends on the account, which has no name.</exception>
    public RotatingFileSink FilesOf(NameTemplate folder, Account account, string feed, CliContext cli)
    {
        // In a folder of its own, an account keeps its names when others are added.
        var baseName = Accounts.Count > 1 && !folder.Contains(NameTemplate.Account) ? account.CheckpointName(feed) : feed;
        var path = folder.Fill(_ => account.NameInFiles);
        return new(
            new OutputFolder(path, Output.GroupReadable, cli) { Source = account.SourceOf(feed) }, baseName, Output);
    }

    public FollowOptions OptionsOf(FollowedAccount followed, string feed) => new()
    {
        Name = followed.Account.CheckpointName(feed),
        Start = EventQuery.Since(followed.Start, PageSize),
        MinPollInterval = TimeSpan.FromTicks(Math.Min(Poll.Min.Ticks, LongestPoll.Ticks)),
        MaxPollInterval = TimeSpan.FromTicks(Math.Min(Poll.Max.Ticks, LongestPoll.Ticks)),
        StopWhenCaughtUp = Once,
        OnCursorRejected = OnCursorRejected.Action,
        Overlap = OnCursorRejected.Overlap,
    };
}
