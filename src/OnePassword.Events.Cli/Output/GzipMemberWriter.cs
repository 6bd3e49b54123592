using System.IO.Compression;

namespace OnePassword.Events.Cli.Output;

/// <summary>Writes lines to a stream that stays open, compressed or not.</summary>
/// <param name="output">Where to.</param>
/// <param name="gzip">Whether to compress.</param>
/// <param name="isEmpty">Whether the output holds nothing yet.</param>
internal sealed class GzipMemberWriter(Stream output, bool gzip, bool isEmpty = true) : IAsyncDisposable
{
    // GZipStream writes nothing at all, not even an end, when nothing was written to it.
    private static readonly byte[] EmptyMember = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private GZipStream? _member;
    private bool _isEmpty = isEmpty;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        if (lines.IsEmpty)
            return;
        _isEmpty = false;
        var target = gzip ? _member ??= new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true) : output;
        await target.WriteAsync(lines, cancellationToken).ConfigureAwait(false);
        await target.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends what is compressed, so that it can be cut off here, or something else follow it.</summary>
    public async ValueTask EndMemberAsync()
    {
        if (_member is null)
            return;
        await _member.DisposeAsync().ConfigureAwait(false);
        _member = null;
    }

    /// <summary>Writes what makes the output whole.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (gzip && _isEmpty)
            await output.WriteAsync(EmptyMember, cancellationToken).ConfigureAwait(false);
        await EndMemberAsync().ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => EndMemberAsync();
}
