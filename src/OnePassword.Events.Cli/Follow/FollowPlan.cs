using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Connection;
using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Follow;

/// <summary>What a run of <c>op-events follow</c> does, be it out of a file or of the command line.</summary>
internal sealed record FollowPlan(
    IReadOnlyList<FollowAccount> Accounts, int PageSize, string State, OutputConfig Output, PollConfig Poll, CursorRefusedConfig CursorRefused, int? Listen, TimeSpan? Silence)
{
    /// <summary>Drain every feed, then end.</summary>
    public bool Once { get; init; }

    public static FollowPlan Of(FollowConfig config, ToolIo io)
    {
        string[] tokenVariables = [.. TokenSource.Variables, .. config.Accounts.Select(account => account.Token).OfType<TokenConfig.FromVariable>().Select(token => token.Name)];
        return new FollowPlan(
            [.. config.Accounts.Select(account => FollowAccount.Of(account, tokenVariables, io))],
            config.PageSize, config.State, config.Output, config.Poll, config.CursorRefused, config.Listen, config.Silence);
    }

    /// <exception cref="ToolException">It can only go wrong.</exception>
    public void Check()
    {
        if (this is { Output: { ToStandardOutput: true, Envelope: false }, Accounts: not [{ Feeds.Count: 1 }] })
            throw ToolException.Usage("several feeds on standard output cannot be told apart; name one feed of one account, or ask for envelopes.");
    }

    /// <summary>What the names of a feed's files begin with: the account as well, where there are several.</summary>
    private string FileBase(FollowAccount account, string feed) => Accounts.Count > 1 ? account.NameOf(feed) : feed;

    /// <summary>The files of a feed.</summary>
    public FileFollowSink Files(string folder, FollowAccount account, string feed, ToolIo io) => new(
        new OutputFolder(folder, Output.GroupReadable, io), FileBase(account, feed), new FollowFileOptions(Output.RotateSize, Output.RotateEvery, Output.Gzip));

    public FollowOptions Options(FollowAccount account, string feed) => new()
    {
        Name = account.NameOf(feed),
        Start = EventQuery.Since(account.Start, PageSize),
        MinPollInterval = UpToADay(Poll.Min),
        MaxPollInterval = UpToADay(Poll.Max),
        StopWhenCaughtUp = Once,
        OnCursorRejected = CursorRefused.Policy == CursorRefusedPolicy.Restart ? CursorRejectedAction.Restart : CursorRejectedAction.Fail,
        Overlap = CursorRefused.Overlap,
    };

    private static TimeSpan UpToADay(TimeSpan wait) => wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1);
}
