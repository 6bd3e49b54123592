using System.IO.Compression;

namespace OnePassword.Events.Cli.Export;

/// <summary>Standard output, on which feeds take turns, a page at a time.</summary>
internal sealed class SharedOutput(Stream output, bool gzip) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Stream _lines = gzip ? new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true) : output;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _lines.WriteAsync(lines, cancellationToken).ConfigureAwait(false);
            await _lines.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        if (gzip)
            _lines.Dispose();
        _turn.Dispose();
    }
}
