using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>
/// A feed of one output on the status board. Its follower reports to it; health, metrics and the summary read it at any time.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="feed">The feed.</param>
/// <param name="output">The output, as in the names of checkpoints; null for none.</param>
/// <param name="cli">The context.</param>
internal sealed class FeedStatus(Account account, string feed, string? output, CliContext cli) : IProgress<FollowProgress>
{
    private readonly FollowerMonitor _monitor =
        new(account.CheckpointName(feed, output), feed, cli.Clock) { AccountName = account.Name ?? "" };
    private readonly RetryLog _retries = new(MessageEvent.FeedRetried, MessageEvent.FeedRecovered, cli);
    private volatile bool _isSilent;
    private volatile CliException? _undelivered; // Why the destination does not accept the page that it is offered.

    public Account Account => account;

    public MessageSource Source { get; } = account.SourceOf(feed, output);

    /// <summary>Gets the name of the output; null if the account has no other one.</summary>
    public string? Output { get; init; }

    /// <summary>Gets when the feed is silent.</summary>
    public SilenceRule Silence { get; init; }

    public FollowerStatus Status => _monitor.Status is { HasEnded: false, Failure: null } status && _undelivered is { } failure
        ? status with { Failure = failure, CaughtUp = false }
        : _monitor.Status;

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
        _undelivered = null;
        if (value.Failure is null)
            _retries.Succeed(Source);
        else if (value is { Failure: EventsRateLimitException, RetryIn: { } pause })
            cli.QuotaWaits.OnRejected(Source, pause);
        else if (value.RetryIn is { } wait)
            _retries.Retry(value.Failure, Source, wait);
    }

    /// <summary>Shows the feed as failing while its destination does not accept events.</summary>
    public void OnDelivery(DeliveryReport report)
    {
        if (report is { DeadLetters.Count: 0, Warning: null })
            _undelivered = report.Failure is { } failure ? new CliException(ExitCode.Output, failure) : null;
    }

    /// <summary>Shows the feed as failing until its next page is written. The caller reports the reason.</summary>
    public void Wait(CliException reason, TimeSpan interval) => _monitor.Report(new FollowProgress(
        Status.Name, feed, cli.Clock.GetUtcNow(), CaughtUp: false, 0, 0, Status.LastEventTime, reason, interval));
}
