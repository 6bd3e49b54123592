namespace OnePassword.Events.Cli.Output;

/// <summary>Standard output, on which feeds take turns, a page at a time.</summary>
internal sealed class SharedOutput(Stream output, bool gzip) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly GzipMemberWriter _lines = new(output, gzip);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _lines.WriteAsync(lines, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _lines.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _turn.Dispose();
}
