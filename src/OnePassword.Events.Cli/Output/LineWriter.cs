using System.IO.Compression;

namespace OnePassword.Events.Cli.Output;

/// <summary>Writes lines to a stream, compressed or not. The stream stays open.</summary>
/// <param name="output">The stream.</param>
/// <param name="gzip">Whether to compress.</param>
/// <param name="isEmpty">Whether the stream has no content yet.</param>
internal sealed class LineWriter(Stream output, bool gzip, bool isEmpty = true) : IAsyncDisposable
{
    // GZipStream writes nothing at all, not even a header, if nothing was written to it.
    private static readonly byte[] EmptyMember = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private GZipStream? _member;
    private bool _isEmpty = isEmpty;

    /// <summary>Compresses lines into one gzip member.</summary>
    public static async Task<ReadOnlyMemory<byte>> CompressAsync(ReadOnlyMemory<byte> lines)
    {
        var member = new MemoryStream();
        var writer = new LineWriter(member, gzip: true);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(lines, CancellationToken.None).ConfigureAwait(false);
            await writer.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        }
        return member.GetBuffer().AsMemory(0, (int)member.Length);
    }

    /// <summary>Writes lines without another thread, and without sending compressed data that waits for more.</summary>
    public void Write(ReadOnlySpan<byte> lines)
    {
        if (!lines.IsEmpty)
            Begin().Write(lines);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        if (lines.IsEmpty)
            return;
        var target = Begin();
        await target.WriteAsync(lines, cancellationToken).ConfigureAwait(false);
        await target.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the gzip member, so that the stream can be truncated here or another member can follow.</summary>
    public async ValueTask EndMemberAsync()
    {
        if (_member is null)
            return;
        await _member.DisposeAsync().ConfigureAwait(false);
        _member = null;
    }

    /// <summary>Writes the end of the compressed data, even for an empty output.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (gzip && _isEmpty)
            await output.WriteAsync(EmptyMember, cancellationToken).ConfigureAwait(false);
        await EndMemberAsync().ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => EndMemberAsync();

    private Stream Begin()
    {
        _isEmpty = false;
        return gzip ? _member ??= new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true) : output;
    }
}
