using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>What a run of <c>op-events follow</c> does, be it out of a file or of the command line.</summary>
internal sealed record FollowPlan(
    IReadOnlyList<Account> Accounts, int PageSize, string State, OutputConfig Output, PollConfig Poll, CursorRefusedConfig CursorRefused, int? Listen, TimeSpan? Silence)
{
    /// <summary>Drain every feed, then end.</summary>
    public bool Once { get; init; }

    public static FollowPlan Of(FollowConfig config, CliContext io)
    {
        string[] tokenVariables = [.. TokenOptions.Variables, .. config.Accounts.Select(account => account.Token).OfType<TokenConfig.FromVariable>().Select(token => token.Name)];
        return new FollowPlan(
            [.. config.Accounts.Select(account => Account.Of(account, tokenVariables, io))],
            config.PageSize, config.State, config.Output, config.Poll, config.CursorRefused, config.Listen, config.Silence);
    }

    /// <exception cref="CliException">It can only go wrong.</exception>
    public void Check()
    {
        if (this is { Output: { ToStandardOutput: true, Envelope: false }, Accounts: not [{ Feeds.Count: 1 }] })
            throw CliException.Usage("several feeds on standard output cannot be told apart; name one feed of one account, or ask for envelopes.");
    }

    /// <summary>What the names of a feed's files begin with: the account as well, where there are several.</summary>
    private string FileBase(Account account, string feed) => Accounts.Count > 1 ? account.NameOf(feed) : feed;

    /// <summary>The files of a feed.</summary>
    public RotatingFileSink Files(string folder, Account account, string feed, CliContext io) => new(
        new OutputFolder(folder, Output.GroupReadable, io), FileBase(account, feed), new RotatingFileOptions(Output.RotateSize, Output.RotateEvery, Output.Gzip));

    public FollowOptions Options(Account account, string feed) => new()
    {
        Name = account.NameOf(feed),
        Start = EventQuery.Since(account.Start, PageSize),
        MinPollInterval = UpToADay(Poll.Min),
        MaxPollInterval = UpToADay(Poll.Max),
        StopWhenCaughtUp = Once,
        RefusedCursor = CursorRefused.Policy == CursorRefusedPolicy.Restart ? RefusedCursorPolicy.RestartFrom : RefusedCursorPolicy.Fail,
        Overlap = CursorRefused.Overlap,
    };

    private static TimeSpan UpToADay(TimeSpan wait) => wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1);
}
