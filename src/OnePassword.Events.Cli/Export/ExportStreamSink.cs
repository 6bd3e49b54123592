using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Export;

/// <summary>Writes a feed to the standard output that it shares with others.</summary>
internal sealed class ExportStreamSink(SharedOutput output, Envelope? envelope, TimeProvider clock) : ExportSink(envelope, clock)
{
    public override string Location => SharedOutput.Name;

    public override ValueTask CompleteAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override ValueTask AppendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) =>
        output.AppendAsync(lines, cancellationToken);
}
