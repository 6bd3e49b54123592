using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>The export of one feed. A failure becomes an exit code instead of an exception.</summary>
internal sealed class FeedExport(IEventFeed feed, ExportOutput output, ExportManifest manifest, ExportPlan plan)
{
    public string Feed => feed.Name;

    public FeedProgress Progress { get; } = new(manifest.Progress);

    /// <summary>Gets the location of the lines; null if there are none.</summary>
    public string? Location { get; private set; }

    /// <summary>Gets the failure; null if there is none.</summary>
    public string? Failure { get; private set; }

    /// <summary>Gets the exit code of the failure.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Gets whether another run can resume.</summary>
    public bool CanResume { get; private set; } = manifest.Position is not null;

    /// <returns>Null on success, otherwise the exit code of the failure.</returns>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExportAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (EventsException e)
        {
            var remedy = e.Reason == EventsFailure.TooLarge && plan.PageSize > 1
                ? $" Run the same command with --resume --page-size {plan.PageSize / 2}."
                : "";
            return Fail(Shared.ExitCode.Of(e), e.Message + remedy);
        }
        catch (CliException e)
        {
            return Fail(e.ExitCode, $"{Feed}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            OutputFailed(e);
            return ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Fail(Shared.ExitCode.Interrupted, $"{Feed}: interrupted.");
        }
    }

    /// <summary>Records that the output could not be written.</summary>
    public void OutputFailed(Exception e)
    {
        if (Failure is null)
            Fail(Shared.ExitCode.Output, $"{Feed}: the output cannot be written: {e.Message}");
    }

    private async Task ExportAsync(CancellationToken cancellationToken)
    {
        if (manifest.Done)
        {
            Location = output.LocationOf(manifest);
            return;
        }
        var sink = output.Open(manifest);
        await using (sink.ConfigureAwait(false))
        {
            try
            {
                await ReadAsync(sink, cancellationToken).ConfigureAwait(false);
                await sink.CompleteAsync(cancellationToken).ConfigureAwait(false);
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
        var query = EventQuery.Between(manifest.Start, manifest.End, plan.PageSize);
        var options = new ReadOptions { Parallelism = plan.Parallelism, ResumeFrom = manifest.Position };
        try
        {
            await foreach (var page in feed.ReadRawAsync(query, options, cancellationToken).ConfigureAwait(false))
            {
                using (page)
                {
                    await sink.AppendAsync(page, cancellationToken).ConfigureAwait(false);
                    Progress.Add(page);
                }
                if (page.Position is not { } position)
                    continue;
                await sink.AdvanceToAsync(position, Progress.Now).ConfigureAwait(false);
                CanResume = sink.CanResume;
            }
        }
        catch (Exception e) when (e is EventsException or OperationCanceledException or CliException)
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

    private int Fail(int exitCode, string message)
    {
        (Failure, ExitCode) = (message, exitCode);
        return exitCode;
    }
}
