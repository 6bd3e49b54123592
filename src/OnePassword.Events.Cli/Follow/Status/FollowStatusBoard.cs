using System.Collections.Concurrent;
using System.Collections.Immutable;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>The status of the followed accounts, their feeds and outputs.</summary>
internal sealed class FollowStatusBoard(CliContext cli) : IDisposable
{
    public const string Healthy = "ok";

    private readonly ConcurrentDictionary<string, string> _failing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _connected = new(StringComparer.Ordinal);
    private ImmutableList<Account> _accounts = [];
    private ImmutableList<FeedStatus> _feeds = [];
    private ImmutableList<OutputStatus> _outputs = [];

    /// <summary>Gets or sets what is called when an account is followed, or cannot be connected now.</summary>
    public Action? AccountChanged { get; set; }

    public IReadOnlyList<Account> Accounts => _accounts;

    public IReadOnlyList<FeedStatus> Feeds => [.. _feeds.OrderBy(feed => feed.Status.Name, StringComparer.Ordinal)];

    /// <summary>Gets the destinations.</summary>
    public IReadOnlyCollection<OutputStatus> Outputs => _outputs;

    /// <summary>Gets why accounts are not followed now, by their titles.</summary>
    public IReadOnlyDictionary<string, string> FailingAccounts => _failing;

    public RequestMetrics Requests { get; } = new();

    public DateTimeOffset Time => cli.Clock.GetUtcNow();

    /// <summary>Gets the health: "ok", "failing", or "starting" until each account has been tried.</summary>
    public string Health
    {
        get
        {
            if (!_failing.IsEmpty || _outputs.Any(output => output.Failure is not null)
                || _feeds.Any(feed => feed.Status.Failure is not null || feed is { Silence.FailsHealth: true, IsSilent: true }))
                return "failing";
            return _accounts.All(IsConnected) ? Healthy : "starting";
        }
    }

    /// <summary>Returns whether an account is connected, or could not be connected: it is not starting any more.</summary>
    public bool HasTried(string title) => _connected.ContainsKey(title) || _failing.ContainsKey(title);

    public bool IsConnected(Account account) => _connected.ContainsKey(account.Title);

    /// <summary>Returns the account of a feed in metrics. Only the account of the command line has no name.</summary>
    public string LabelOf(FollowerStatus feed) => feed.AccountName is { Length: > 0 } name ? name : _accounts[0].Label;

    /// <summary>Returns the text of a failure in one line, without known secrets.</summary>
    public string Redacted(string failure) => cli.Secrets.Redact(SafeText.Line(failure));

    /// <summary>Adds an account. Its feeds are added when it is connected.</summary>
    public void Add(Account account) => ImmutableInterlocked.Update(ref _accounts, all => all.Add(account));

    /// <summary>Adds a feed of an account.</summary>
    public void Add(FeedStatus feed) => ImmutableInterlocked.Update(ref _feeds, all => all.Add(feed));

    /// <summary>Adds a destination.</summary>
    public void Add(OutputStatus output) => ImmutableInterlocked.Update(ref _outputs, all => all.Add(output));

    /// <summary>Removes an account that is not followed any more, and its feeds.</summary>
    public void Remove(Account account)
    {
        ImmutableInterlocked.Update(ref _accounts, all => all.Remove(account));
        ImmutableInterlocked.Update(ref _feeds, all => all.RemoveAll(feed => feed.Account == account));
        _connected.TryRemove(account.Title, out _);
        _failing.TryRemove(account.Title, out _);
    }

    /// <summary>Removes a destination that no account has any more.</summary>
    public void Remove(OutputStatus output) => ImmutableInterlocked.Update(ref _outputs, all => all.Remove(output));

    public void OnAccountFailed(Account account, string failure)
    {
        _failing[account.Title] = failure;
        _connected.TryRemove(account.Title, out _);
        AccountChanged?.Invoke();
    }

    public void OnAccountConnected(Account account)
    {
        _connected[account.Title] = true;
        _failing.TryRemove(account.Title, out _);
        AccountChanged?.Invoke();
    }

    /// <summary>Reports each feed once when it has no new events for too long, and once when it has again.</summary>
    /// <param name="interval">The interval of the checks.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    public async Task WatchSilenceAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(interval, cli.Clock, cancellationToken).ConfigureAwait(false);
            foreach (var feed in _feeds)
            {
                if (feed.Silence.Limit is { } limit)
                    CheckSilence(feed, limit);
            }
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
