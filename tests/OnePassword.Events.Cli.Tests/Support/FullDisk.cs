namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>An output that fails after a number of bytes.</summary>
internal sealed class FullDisk(long room = 0) : MemoryStream
{
    public const string Message = "No space left on device";

    private long _left = room;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _left -= buffer.Length;
        if (_left < 0)
            throw new IOException(Message);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
