namespace OnePassword.Events.Cli.Export;

/// <summary>Where the lines of all feeds go: a file for each in a folder, or one standard output for all.</summary>
internal sealed class ExportOutput : IDisposable
{
    private readonly ExportPlan _plan;
    private readonly SharedOutput? _shared;

    private ExportOutput(ExportPlan plan, SharedOutput? shared) => (_plan, _shared) = (plan, shared);

    /// <exception cref="ToolException">The folder is not there and cannot be made.</exception>
    public static ExportOutput Open(ExportPlan plan, ToolIo io)
    {
        if (plan.ToStandardOutput)
            return new ExportOutput(plan, new SharedOutput(io.Output, plan.Gzip));
        try
        {
            Directory.CreateDirectory(plan.Output);
            return new ExportOutput(plan, shared: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ToolException(ExitCode.Output, $"the folder {plan.Output} cannot be made: {e.Message}");
        }
    }

    public LineSink OpenFeed(string feed)
    {
        var envelope = _plan.Envelope ? feed : null;
        return _shared is null ? new FileSink(_plan.Output, feed, _plan.Gzip, envelope) : new SharedSink(_shared, envelope);
    }

    /// <summary>Makes whole what the feeds share. Their own files are whole already.</summary>
    public ValueTask CompleteAsync(CancellationToken cancellationToken) => _shared?.CompleteAsync(cancellationToken) ?? ValueTask.CompletedTask;

    public void Dispose() => _shared?.Dispose();
}
