using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Messages;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// A feed on the status board. Its follower reports to it; health, metrics and the summary read it at any time.
/// </summary>
internal sealed class FeedStatus(Account account, string feed, TimeProvider clock) : IProgress<FollowProgress>
{
    private readonly FollowerMonitor _monitor =
        new(account.CheckpointName(feed), feed, clock) { AccountName = account.Name ?? "" };
    private volatile bool _isSilent;

    public string? Account => account.Name;

    public MessageSource Source => account.SourceOf(feed);

    public FollowerStatus Status => _monitor.Status;

    /// <summary>Gets or sets a value indicating whether the feed has been reported as silent.</summary>
    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    public void Start(Checkpoint? checkpoint) => _monitor.Start(checkpoint);

    /// <param name="failure">Why the feed stopped; null if it is complete.</param>
    public void End(Exception? failure) => _monitor.End(failure);

    public void Report(FollowProgress value)
    {
        // A rejected token may have been replaced at its source.
        if (value.Failure is EventsException { Reason: EventsFailure.TokenRejected or EventsFailure.FeatureMissing })
            account.Token.Forget();
        _monitor.Report(value);
    }
}
