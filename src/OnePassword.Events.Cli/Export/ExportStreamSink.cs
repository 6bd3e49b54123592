using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Export;

/// <summary>Writes a feed to the standard output that it shares with others.</summary>
internal sealed class ExportStreamSink(SharedOutput output, string? envelopeFeed) : ExportSink(envelopeFeed)
{
    public override string Where => "standard output";

    public override ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) => output.WriteAsync(lines, cancellationToken);
}
