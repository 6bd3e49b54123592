using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Export;

/// <summary>Writes a feed to the standard output that it shares with others.</summary>
internal sealed class ExportStreamSink(SharedOutput output, ExportLines lines) : ExportSink
{
    public override string Location => SharedOutput.Name;

    public override ValueTask AppendAsync(RawEventPage page, CancellationToken cancellationToken) =>
        output.AppendAsync(lines.Format(page), cancellationToken);

    public override ValueTask CompleteAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
