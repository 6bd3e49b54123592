namespace OnePassword.Events.Cli.Output;

/// <summary>Standard output, which several feeds share. A page is written without another in between.</summary>
/// <param name="output">The stream.</param>
/// <param name="gzip">Whether to compress.</param>
/// <param name="acknowledgements">The acknowledgements of its reader; null if it sends none.</param>
internal sealed class SharedOutput(Stream output, bool gzip, Acknowledgements? acknowledgements = null) : IDisposable
{
    public const string Name = "standard output";

    private readonly SemaphoreSlim _turn = new(1);
    private readonly LineWriter _lines = new(output, gzip);

    /// <summary>Writes lines, and waits until the reader has acknowledged them, if it does that.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        var stored = Task.CompletedTask;
        try
        {
            stored = acknowledgements?.ExpectAsync(lines.Span) ?? stored;
            await _lines.WriteAsync(lines, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
        await stored.ConfigureAwait(false);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _lines.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _turn.Dispose();
}
