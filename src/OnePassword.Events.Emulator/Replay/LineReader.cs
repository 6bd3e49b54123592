namespace OnePassword.Events.Emulator.Replay;

/// <summary>Reads a file line by line and reports where each line starts.</summary>
internal sealed class LineReader(RecordedFile file)
{
    /// <summary>Far longer than any event: a longer line lacks line breaks.</summary>
    public const int MaxLineLength = 1 << 24;

    private byte[] _buffer = new byte[1 << 17];
    private int _start;
    private int _end;
    private long _bufferOffset;

    /// <summary>Gets the number of the last line that was read, counted from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Gets where that line starts in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>Gets whether that line was too long to keep its bytes.</summary>
    public bool IsTooLong { get; private set; }

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Reads the next line without its line break. The span is valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        IsTooLong = false;
        while (true)
        {
            if (Unread[searched..].IndexOf((byte)'\n') is >= 0 and var length)
            {
                line = Take(searched + length, lineBreak: 1);
                return true;
            }

            if (Unread.Length > MaxLineLength)
                (_start, IsTooLong) = (_end, true);
            searched = Unread.Length;
            if (!Fill())
            {
                var hasLine = searched > 0 || IsTooLong;
                line = hasLine ? Take(searched, lineBreak: 0) : default;
                return hasLine;
            }
        }
    }

    private ReadOnlySpan<byte> Take(int length, int lineBreak)
    {
        var line = Unread[..length];
        Offset = _bufferOffset + _start;
        Number++;
        _start += length + lineBreak;
        return line is [.., (byte)'\r'] ? line[..^1] : line; // A line break of Windows.
    }

    /// <summary>Moves the unread bytes to the front and reads more. Returns false at the end of the file.</summary>
    private bool Fill()
    {
        var unread = Unread.Length;
        var target = unread > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Unread.CopyTo(target);
        _bufferOffset += _start;
        (_buffer, _start, _end) = (target, 0, unread);
        _end += file.Read(_buffer.AsSpan(unread), _bufferOffset + unread);
        return _end > unread;
    }
}
