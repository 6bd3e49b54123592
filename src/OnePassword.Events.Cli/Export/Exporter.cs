using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>Runs an export: its feeds in parallel. A failing feed does not stop the others.</summary>
internal sealed class Exporter(
    ExportPlan plan, DateTimeOffset start, DateTimeOffset end, Account account, AccountClient client, CliContext cli)
{
    // The start is computed before the export begins, so --since 120d is slightly too early.
    private static readonly TimeSpan RetentionTolerance = TimeSpan.FromMinutes(1);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var output = ExportOutput.Open(plan, client, cli);
        if (cli.Clock.GetUtcNow() - start > EventQuery.Retention + RetentionTolerance)
            cli.Messages.Warning(
                MessageEvent.RetentionExceeded,
                $"The API keeps events for {EventQuery.Retention.TotalDays} days. Older events are not available.");
        var feeds = await client.SelectFeedsAsync(cancellationToken).ConfigureAwait(false);
        feeds.ReportUnreadable(account, cli);

        var started = cli.Clock.GetTimestamp();
        var exports = Prepare(feeds, output);
        var work = Task.WhenAll(exports.Select(export => export.RunAsync(cancellationToken)));
        await ProgressView.For(cli, exports).ShowUntilAsync(work).ConfigureAwait(false);
        var failures = await work.ConfigureAwait(false);
        if (!await CompleteAsync(output, exports).ConfigureAwait(false))
            failures = [.. failures, ExitCode.Output];
        ExportSummary.Write(cli, exports, cli.Clock.GetElapsedTime(started));
        if (exports.TrueForAll(export => export.Failure is null)
            && output.DeleteManifests(exports.Select(export => export.Feed)) is { } note)
            cli.Messages.Warning(MessageEvent.ManifestKept, note);
        return failures.OfType<int>().Concat(feeds.ExitCodes).DefaultIfEmpty(ExitCode.Success).Min();
    }

    private List<FeedExport> Prepare(FeedSelection feeds, ExportOutput output)
    {
        var exports = new List<FeedExport>();
        foreach (var feed in feeds.Readable)
        {
            var run = Manifest(feed, feeds.Token);
            var interrupted = output.Lock(run);
            if (plan.Resume)
                cli.Messages.Information(MessageEvent.ExportResumed, ResumeNote(interrupted), account.SourceOf(feed.Name));
            var manifest = interrupted ?? run;
            if (!manifest.Done)
                StartTime.ThrowIfInFuture(manifest.Start, client.ClockOffset, cli.Clock, "specify --since as a time");
            exports.Add(new FeedExport(feed, output, manifest, plan));
        }
        return exports;
    }

    private ExportManifest Manifest(IEventFeed feed, TokenInfo token) => new()
    {
        Feed = feed.Name,
        Host = client.Region.Server,
        Account = token.AccountUuid ?? client.AccountUuid,
        Api = account.ApiVersion,
        Since = plan.Since,
        Until = plan.Until,
        Gzip = plan.Gzip,
        Envelope = plan.Envelope,
        Start = start,
        End = end,
    };

    private static string ResumeNote(ExportManifest? interrupted)
    {
        if (interrupted is null)
            return "nothing to resume; the export starts from the beginning.";
        var range = $"{new EventTime(interrupted.Start)} to {new EventTime(interrupted.End)}";
        return interrupted switch
        {
            { Done: true } => $"already complete ({range}).",
            { CompleteUntil: { } until } =>
                $"resuming at {new EventTime(until)} ({range}) after {Format.Count(interrupted.Events, "event")}.",
            _ => $"restarting ({range}).",
        };
    }

    private static async Task<bool> CompleteAsync(ExportOutput output, List<FeedExport> exports)
    {
        try
        {
            await output.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (IOException e)
        {
            foreach (var export in exports)
                export.OutputFailed(e);
            return false;
        }
    }
}
