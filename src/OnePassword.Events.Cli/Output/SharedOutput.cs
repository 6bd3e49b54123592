namespace OnePassword.Events.Cli.Output;

/// <summary>Standard output, which several feeds share. A page is written without another in between.</summary>
internal sealed class SharedOutput(Stream output, bool gzip) : IDisposable
{
    public const string Name = "standard output";

    private readonly SemaphoreSlim _turn = new(1);
    private readonly LineWriter _lines = new(output, gzip);

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
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
