namespace OnePassword.Events.Cli.Export;

/// <summary>
/// Writes a feed to a file that has its name only once it is complete and on the disk; until then it ends in
/// <c>.partial</c>, and an older file of that name stays as it is.
/// </summary>
internal sealed class FileSink : LineSink
{
    private readonly FileStream _file;
    private readonly LineWriter _lines;

    public FileSink(string folder, string feed, bool gzip, string? envelopeFeed)
        : base(envelopeFeed)
    {
        Where = Path.Combine(folder, feed + (gzip ? ".ndjson.gz" : ".ndjson"));
        _file = new FileStream(WherePartial, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        _lines = new LineWriter(_file, gzip);
    }

    public override string Where { get; }

    public override string WherePartial => Where + ".partial";

    public override async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await _lines.CompleteAsync(cancellationToken).ConfigureAwait(false);
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync().ConfigureAwait(false);
        File.Move(WherePartial, Where, overwrite: true);
    }

    public override async ValueTask DisposeAsync()
    {
        await using (_file.ConfigureAwait(false))
            await _lines.DisposeAsync().ConfigureAwait(false);
    }

    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) => _lines.WriteAsync(lines, cancellationToken);
}
