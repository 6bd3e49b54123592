using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>Exports one account: its feeds in parallel. A failing feed does not stop the others.</summary>
internal sealed class AccountExport(ExportPlan plan, ExportedAccount exported, ExportOutput output, CliContext cli) : IDisposable
{
    private readonly Account _account = exported.Account;
    private bool _isConnected;

    /// <summary>Gets whether all feeds that the token can read are complete.</summary>
    public bool IsComplete => _isConnected && Feeds.All(feed => feed.Failure is null);

    public ExportOutput Output => output;

    /// <summary>Gets the feeds; none before the account is connected.</summary>
    public IReadOnlyList<FeedExport> Feeds { get; private set; } = [];

    /// <returns>The exit codes of the failures.</returns>
    /// <exception cref="CliException">The account cannot be exported.</exception>
    /// <exception cref="EventsException">The server rejected the token or could not be reached.</exception>
    public async Task<IReadOnlyList<int>> RunAsync(AccountConnector connector, CancellationToken cancellationToken)
    {
        using var client = await connector.ConnectAsync(_account, cancellationToken).ConfigureAwait(false);
        var feeds = await client.SelectFeedsAsync(cancellationToken).ConfigureAwait(false);
        output.Create();
        feeds.ReportUnreadable(_account, cli);
        Feeds = [.. feeds.Readable.Select(feed => Prepare(feed, feeds.Token, client))];
        var codes = await Task.WhenAll(Feeds.Select(feed => feed.RunAsync(cancellationToken))).ConfigureAwait(false);
        _isConnected = true;
        return [.. codes.OfType<int>(), .. feeds.ExitCodes];
    }

    /// <summary>Deletes the manifests, because all accounts are complete.</summary>
    public void DeleteManifests()
    {
        if (output.DeleteManifests(Feeds.Select(feed => feed.Feed)) is { } note)
            cli.Messages.Warning(MessageEvent.ManifestKept, note, _account.Source);
    }

    public void Dispose() => output.Dispose();

    private FeedExport Prepare(IEventFeed feed, TokenInfo token, AccountClient client)
    {
        var account = token.AccountUuid ?? client.AccountUuid;
        var run = new ExportManifest
        {
            Feed = feed.Name,
            Host = client.Region.Server,
            Account = account,
            Api = _account.ApiVersion,
            Name = plan.Name.ToString(),
            Since = exported.Since,
            Until = plan.Until,
            Gzip = plan.Gzip,
            Format = output.Format,
            To = output.Destination,
            Start = exported.Start,
            End = plan.End,
            PageSize = plan.PageSize,
        };
        var interrupted = output.Lock(run);
        var source = _account.SourceOf(feed.Name);
        if (plan.Resume)
            cli.Messages.Information(MessageEvent.ExportResumed, ResumeNote(interrupted), source);
        var manifest = interrupted?.WithPageSize(plan.PageSize) ?? run;
        if (!manifest.Done)
            StartTime.ThrowIfInFuture(manifest.Start, client.ClockOffset, cli.Clock, "specify --since as a time");
        return new FeedExport(source, feed, manifest, from => output.Open(from, Origin), plan, () => client.QuotaWait)
        {
            Location = manifest.Done ? output.LocationOf(manifest) : null,
        };

        EventOrigin Origin() => client.OriginOf(feed.Name) with { AccountUuid = account };
    }

    private static string ResumeNote(ExportManifest? interrupted)
    {
        if (interrupted is null)
            return "nothing to resume; the export starts from the beginning.";
        var range = $"{new EventTime(interrupted.Start)} to {new EventTime(interrupted.End)}";
        return interrupted switch
        {
            { Done: true } => $"already complete ({range}).",
            { Latest.Events: > 0 } =>
                $"resuming after {Format.Count(interrupted.Latest.Events, "event")} ({range}).",
            _ => $"restarting ({range}).",
        };
    }
}
