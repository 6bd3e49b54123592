using System.IO.Compression;

namespace OnePassword.Events.Cli.Export;

/// <summary>Writes lines to a stream that stays open, compressed or not.</summary>
internal sealed class LineWriter(Stream output, bool gzip) : IAsyncDisposable
{
    // GZipStream writes nothing at all, not even an end, when nothing was written to it.
    private static readonly byte[] EmptyMember = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly GZipStream? _gzip = gzip ? new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true) : null;
    private bool _empty = true;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        if (lines.IsEmpty)
            return;
        _empty = false;
        var target = _gzip ?? output;
        await target.WriteAsync(lines, cancellationToken).ConfigureAwait(false);
        await target.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what makes the output whole.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (_gzip is not null && _empty)
            await output.WriteAsync(EmptyMember, cancellationToken).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _gzip?.DisposeAsync() ?? ValueTask.CompletedTask;
}
