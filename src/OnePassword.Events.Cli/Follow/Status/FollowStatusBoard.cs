using System.Collections.Concurrent;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>The status of all feeds, and of the accounts that cannot be reached.</summary>
internal sealed class FollowStatusBoard(IReadOnlyList<Account> accounts, SilenceRule silence, CliContext cli) : IDisposable
{
    public const string Healthy = "ok";

    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<FeedStatus> _feeds = new();
    private readonly ConcurrentQueue<OutputStatus> _outputs = new();
    private readonly ConcurrentDictionary<string, string> _accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _connected = new(StringComparer.Ordinal);

    /// <summary>Gets or sets what is called when an account is followed, or cannot be connected now.</summary>
    public Action? AccountChanged { get; set; }

    public IReadOnlyList<Account> Accounts => accounts;

    public IReadOnlyList<FeedStatus> Feeds => [.. _feeds.OrderBy(feed => feed.Status.Name, StringComparer.Ordinal)];

    /// <summary>Gets the destinations.</summary>
    public IReadOnlyCollection<OutputStatus> Outputs => _outputs;

    /// <summary>Gets why accounts are not followed now, by their titles.</summary>
    public IReadOnlyDictionary<string, string> FailingAccounts => _accounts;

    public RequestMetrics Requests { get; } = new();

    public DateTimeOffset Time => cli.Clock.GetUtcNow();

    /// <summary>Gets the health: "ok", "failing", or "starting" until each account has been tried.</summary>
    public string Health
    {
        get
        {
            if (!_accounts.IsEmpty || _outputs.Any(output => output.Failure is not null)
                || _feeds.Any(feed => feed.Status.Failure is not null || (silence.FailsHealth && feed.IsSilent)))
                return "failing";
            return accounts.All(IsConnected) ? Healthy : "starting";
        }
    }

    public bool IsConnected(Account account) => _connected.ContainsKey(account.Title);

    /// <summary>Returns the account of a feed in metrics. Only the account of the command line has no name.</summary>
    public string LabelOf(FollowerStatus feed) => feed.AccountName is { Length: > 0 } name ? name : accounts[0].Label;

    /// <summary>Returns the text of a failure in one line, without known secrets.</summary>
    public string Redacted(string failure) => cli.Secrets.Redact(SafeText.Line(failure));

    /// <param name="account">The account.</param>
    /// <param name="feed">The feed.</param>
    /// <param name="output">The output, as in the names of checkpoints; null for none.</param>
    /// <param name="label">The name of the output in metrics; null for none.</param>
    public FeedStatus Add(Account account, string feed, string? output = null, string? label = null)
    {
        var followed = new FeedStatus(account, feed, output, cli) { Output = label };
        _feeds.Enqueue(followed);
        return followed;
    }

    public void Add(OutputStatus output) => _outputs.Enqueue(output);

    public void OnAccountFailed(Account account, string failure)
    {
        _accounts[account.Title] = failure;
        _connected.TryRemove(account.Title, out _);
        AccountChanged?.Invoke();
    }

    public void OnAccountConnected(Account account)
    {
        _connected[account.Title] = true;
        _accounts.TryRemove(account.Title, out _);
        AccountChanged?.Invoke();
    }

    /// <summary>Reports each feed once when it has no new events for too long, and once when it has again.</summary>
    public async Task WatchSilenceAsync(CancellationToken cancellationToken)
    {
        if (silence.Limit is not { } limit)
            return;
        var interval = limit / 10 < LongestInterval ? limit / 10 : LongestInterval;
        while (true)
        {
            await Task.Delay(interval, cli.Clock, cancellationToken).ConfigureAwait(false);
            foreach (var feed in _feeds)
                CheckSilence(feed, limit);
        }
    }

    public void Dispose() => Requests.Dispose();

    private void CheckSilence(FeedStatus feed, TimeSpan limit)
    {
        var status = feed.Status;
        var isSilent = status.Silence(Time) >= limit;
        if (isSilent == feed.IsSilent)
            return;
        feed.IsSilent = isSilent;
        if (isSilent)
            cli.Messages.Warning(
                MessageEvent.FeedSilent,
                $"SILENT: no new event for {Duration.Format(limit)}. Last event: {status.LastEventTime?.Text ?? "none"}.",
                feed.Source);
        else
            cli.Messages.Information(MessageEvent.FeedRecovered, "receives events again.", feed.Source);
    }
}
