using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Export;

/// <summary>The export of one feed. A failure becomes an exit code instead of an exception.</summary>
/// <param name="source">The account and the feed.</param>
/// <param name="feed">The feed.</param>
/// <param name="manifest">The run, or the interrupted one that it resumes.</param>
/// <param name="open">Opens the output of a manifest.</param>
/// <param name="plan">The plan.</param>
/// <param name="quotaWait">Returns how long requests of the account wait for the quota; null if none does.</param>
internal sealed class FeedExport(
    MessageSource source, IEventFeed feed, ExportManifest manifest, Func<ExportManifest, ExportSink> open, ExportPlan plan,
    Func<TimeSpan?> quotaWait)
{
    private ExportManifest _manifest = manifest;

    public MessageSource Source => source;

    /// <summary>Gets the display name, which includes that of the account.</summary>
    public string Name { get; } = source.Prefix.TrimEnd(' ', ':');

    public string Feed => feed.Name;

    public ExportManifest Manifest => _manifest;

    public FeedProgress Progress { get; private set; } = new(manifest);

    /// <summary>Gets how long requests wait for the quota; null if none does.</summary>
    public TimeSpan? QuotaWait => quotaWait();

    /// <summary>Gets the location of the lines; null if there are none.</summary>
    public string? Location { get; set; }

    public bool IsComplete { get; private set; } = manifest.Done;

    /// <summary>Gets the failure; null if there is none.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>Gets whether another run can resume.</summary>
    public bool CanResume { get; private set; } = manifest.Position is not null;

    /// <returns>Null on success, otherwise the exit code of the failure.</returns>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_manifest.Done)
                await ExportAsync(cancellationToken).ConfigureAwait(false);
            IsComplete = true;
            return null;
        }
        catch (EventsException e)
        {
            var remedy = e.Reason == EventsFailure.TooLarge && plan.PageSize > 1
                ? $"Run the same command with --resume --page-size {plan.PageSize / 2}."
                : null;
            return Fail(Failure.Of(e, source, remedy));
        }
        catch (Exception e) when (e is CliException or DestinationException)
        {
            return Fail(Failure.Of(e, source));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return OutputFailed(e);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Fail(new Failure(ExitCode.Interrupted, "interrupted.", source));
        }
    }

    /// <summary>Records that the output could not be written.</summary>
    /// <returns>The exit code.</returns>
    public int OutputFailed(Exception e) => Failure?.ExitCode ?? Fail(new Failure(
        StandardOutput.IsClosedPipe(e) ? ExitCode.ClosedPipe : ExitCode.Output,
        $"the output cannot be written: {e.Message}",
        source));

    private async Task ExportAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExportFromManifestAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EventsException e) when (e.Reason == EventsFailure.CursorRejected && _manifest.Window is not null)
        {
            if (Progress.EventsRead > 0)
                throw;
            _manifest = _manifest with { Window = null };
            Progress = new FeedProgress(_manifest);
            await ExportFromManifestAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ExportFromManifestAsync(CancellationToken cancellationToken)
    {
        var sink = open(_manifest);
        await using (sink.ConfigureAwait(false))
        {
            try
            {
                await ReadAsync(sink, cancellationToken).ConfigureAwait(false);
                await sink.CompleteAsync().ConfigureAwait(false);
                Location = sink.Location;
            }
            finally
            {
                Location ??= sink.PartialLocation;
            }
        }
    }

    private async Task ReadAsync(ExportSink sink, CancellationToken cancellationToken)
    {
        var query = EventQuery.Between(_manifest.Start, _manifest.End, plan.PageSize);
        // Pages that have arrived are still written, so that another run does not read them again.
        var options = new ReadOptions
        {
            Parallelism = plan.Parallelism,
            ResumeFrom = _manifest.Position,
            Stop = cancellationToken,
        };
        try
        {
            await foreach (var page in feed.ReadRawAsync(query, options, CancellationToken.None).ConfigureAwait(false))
            {
                using (page)
                {
                    await sink.AppendAsync(page, cancellationToken).ConfigureAwait(false);
                    Progress.Add(page);
                    await sink.AdvanceToAsync(page.Position!, Progress.Now).ConfigureAwait(false);
                }
                CanResume = sink.CanResume;
            }
        }
        catch (Exception e) when (e is EventsException or OperationCanceledException or CliException or DestinationException)
        {
            SavePosition(sink);
            throw;
        }
    }

    private void SavePosition(ExportSink sink)
    {
        try
        {
            sink.SavePosition();
            CanResume = sink.CanResume;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that ended the export is reported. Another run resumes from the position before.
        }
    }

    private int Fail(Failure failure)
    {
        Failure = failure;
        return failure.ExitCode;
    }
}
