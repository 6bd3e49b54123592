using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>The export of one feed: reads its pages, writes them, counts, and ends with an exit code instead of an exception.</summary>
internal sealed class FeedExport(IEventFeed feed, ExportOutput output, ExportManifest manifest, EventQuery query, ReadOptions how)
{
    public string Feed => feed.Name;

    public FeedProgress Progress { get; } = new(manifest.Progress);

    /// <summary>Where the lines are; null if there was nowhere to write them.</summary>
    public string? Where { get; private set; }

    /// <summary>What went wrong; null while nothing has.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether another run can go on instead of beginning again.</summary>
    public bool CanGoOn { get; private set; } = manifest.Position is not null;

    /// <returns>Null when the feed is complete, else the exit code of its failure.</returns>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExportAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (EventsException e)
        {
            return Fail(ExitCode.Of(e), e.Reason == EventsFailure.TooLarge && query.PageSize > 1 ? $"{e.Message} That is: the same command with --resume --page-size {query.PageSize / 2}." : e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Spoil(e);
            return ExitCode.Output;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Fail(ExitCode.Interrupted, $"{Feed}: interrupted.");
        }
    }

    /// <summary>The output that the lines went to turned out not to hold them.</summary>
    public void Spoil(Exception e) => Failure ??= $"{Feed}: the output cannot be written: {e.Message}";

    private async Task ExportAsync(CancellationToken cancellationToken)
    {
        if (manifest.Done)
        {
            Where = output.Where(manifest);
            return;
        }
        var sink = output.OpenFeed(manifest);
        await using (sink.ConfigureAwait(false))
        {
            try
            {
                await ReadAsync(sink, cancellationToken).ConfigureAwait(false);
                await sink.CompleteAsync(cancellationToken).ConfigureAwait(false);
                Where = sink.Where;
            }
            finally
            {
                Where ??= sink.WherePartial;
            }
        }
    }

    private async Task ReadAsync(ExportSink sink, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var page in feed.ReadRawAsync(query, how, cancellationToken).ConfigureAwait(false))
            {
                using (page)
                {
                    await sink.WriteAsync(page, cancellationToken).ConfigureAwait(false);
                    Progress.Add(page);
                }
                SmallHeap.PageIsDoneWith();
                if (page.Position is not { } position)
                    continue;
                await sink.ReachAsync(position, Progress.Now, cancellationToken).ConfigureAwait(false);
                CanGoOn = sink.CanGoOn;
            }
        }
        catch (Exception e) when (e is EventsException or OperationCanceledException)
        {
            Keep(sink);
            throw;
        }
    }

    private void Keep(ExportSink sink)
    {
        try
        {
            sink.Keep();
            CanGoOn = sink.CanGoOn;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What made the export end is what its user is told; another goes on from what was kept before.
        }
    }

    private int Fail(int exitCode, string message)
    {
        Failure = message;
        return exitCode;
    }
}
