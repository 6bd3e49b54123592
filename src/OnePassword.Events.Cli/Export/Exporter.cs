using OnePassword.Events.Cli.Connection;

namespace OnePassword.Events.Cli.Export;

/// <summary>Runs an export: its feeds side by side, none stopped by another's failure.</summary>
internal sealed class Exporter(ExportPlan plan, EventQuery query, Server server, ToolIo io)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var output = ExportOutput.Open(plan, io);
        if (io.Clock.GetUtcNow() - query.Start > EventQuery.Retention + TimeSpan.FromMinutes(1))
            await io.Error.WriteLineAsync($"The API keeps {EventQuery.Retention.TotalDays} days; older events cannot be had.").ConfigureAwait(false);
        var token = await server.IntrospectAsync(plan.Feeds, io, cancellationToken).ConfigureAwait(false);
        var (readable, unreadable) = Choose(token);
        foreach (var feed in unreadable)
            await io.Error.WriteLineAsync(Refusal(feed, asked: plan.Feeds.Count > 0)).ConfigureAwait(false);
        if (readable.Count == 0)
            throw new ToolException(ExitCode.Token, $"the token may read none of the feeds that are wanted; it may read: {token.Listed}.");

        var started = io.Clock.GetTimestamp();
        var exports = new List<FeedExport>();
        foreach (var feed in readable)
        {
            var run = Manifest(feed, token);
            var found = output.Take(run);
            if (plan.Resume)
                await io.Error.WriteLineAsync(Resumed(feed.Name, found)).ConfigureAwait(false);
            if (found is not { Done: true })
                FutureStart.Refuse((found ?? run).Start, server.ClockOffset, io.Clock, "give --since as a time");
            exports.Add(Export(feed, output, found ?? run));
        }
        var work = Task.WhenAll(exports.Select(export => export.RunAsync(cancellationToken)));
        await ProgressView.For(io, exports).ShowUntilAsync(work).ConfigureAwait(false);
        var failures = await work.ConfigureAwait(false);
        if (!await CompleteAsync(output, exports).ConfigureAwait(false))
            failures = [.. failures, ExitCode.Output];
        await Summary.WriteAsync(io, exports, io.Clock.GetElapsedTime(started)).ConfigureAwait(false);
        if (exports.TrueForAll(export => export.Failure is null) && output.Forget(exports.Select(export => export.Feed)) is { } left)
            await io.Error.WriteLineAsync(left).ConfigureAwait(false);

        IEnumerable<int> missing = plan.Feeds.Count > 0 && unreadable.Count > 0 ? [ExitCode.Token] : [];
        return failures.OfType<int>().Concat(missing).DefaultIfEmpty(ExitCode.Done).Min();
    }

    private ExportManifest Manifest(IEventFeed feed, TokenInfo token) => new()
    {
        Feed = feed.Name,
        Host = server.Region.Server,
        Account = token.AccountUuid ?? server.Account,
        Api = plan.Api,
        Since = plan.Since,
        Until = plan.Until,
        Gzip = plan.Gzip,
        Envelope = plan.Envelope,
        Start = query.Start!.Value,
        End = query.End!.Value,
    };

    private FeedExport Export(IEventFeed feed, ExportOutput output, ExportManifest manifest) => new(
        feed, output, manifest, EventQuery.Between(manifest.Start, manifest.End, query.PageSize!.Value), new ReadOptions { Parallelism = plan.Parallel, ResumeFrom = manifest.Position });

    private static string Resumed(string feed, ExportManifest? found)
    {
        if (found is null)
            return $"{feed}: there is nothing to go on with; it begins at the beginning.";
        var span = $"{new EventTime(found.Start)} to {new EventTime(found.End)}";
        return found switch
        {
            { Done: true } => $"{feed}: is complete already, from {span}.",
            { CompleteUntil: { } until } => $"{feed}: goes on at {new EventTime(until)}, from {span}; {Text.Count(found.Events, "event")} are there.",
            _ => $"{feed}: begins again, from {span}.",
        };
    }

    private static async Task<bool> CompleteAsync(ExportOutput output, IReadOnlyList<FeedExport> exports)
    {
        try
        {
            await output.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (IOException e)
        {
            foreach (var export in exports)
                export.Spoil(e);
            return false;
        }
    }

    private (List<IEventFeed> Readable, List<string> Unreadable) Choose(TokenInfo token)
    {
        var chosen = server.Feeds.Where(feed => plan.Feeds.Count == 0 || plan.Feeds.Contains(feed.Name, StringComparer.Ordinal)).ToList();
        return ([.. chosen.Where(feed => token.MayRead(feed.Name))], [.. chosen.Where(feed => !token.MayRead(feed.Name)).Select(feed => feed.Name)]);
    }

    private static string Refusal(string feed, bool asked) => asked
        ? $"op-events: {feed}: the token lacks this feature; issue one that has it."
        : $"{feed} is left out: the token lacks this feature.";
}
