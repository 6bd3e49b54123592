namespace OnePassword.Events.Destinations.DeadLetters;

/// <summary>
/// The number of lines in a file of dead letters. It reads only what was appended, unless lines were removed.
/// </summary>
internal sealed class LetterCount(string path)
{
    // Several lines, each with its time: the end of what was counted is not the same after lines before it were removed.
    private const int MaxTail = 4 << 10;

    private readonly Lock _lock = new();
    private byte[] _tail = [];
    private long _end; // Behind the last line that was counted.
    private long _count;

    /// <summary>Gets the number of bytes that were read so far.</summary>
    public long BytesRead { get; private set; }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no access to the file.</exception>
    public long Read()
    {
        lock (_lock)
        {
            try
            {
                using var file = new FileStream(
                    path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                if (!Read(file, _end - _tail.Length, _tail.Length).AsSpan().SequenceEqual(_tail))
                    (_end, _count) = (0, 0);
                CountFrom(file);
                _tail = Read(file, Math.Max(0, _end - MaxTail), (int)Math.Min(_end, MaxTail));
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                (_end, _count, _tail) = (0, 0, []);
            }
            return _count;
        }
    }

    private void CountFrom(FileStream file)
    {
        for (var start = _end; Read(file, start, 64 << 10) is { Length: > 0 } part; start += part.Length)
        {
            _count += part.AsSpan().Count(DeadLetterLines.LineFeed);
            _end = part.AsSpan().LastIndexOf(DeadLetterLines.LineFeed) is >= 0 and var last ? start + last + 1 : _end;
        }
    }

    private byte[] Read(FileStream file, long start, int length)
    {
        var part = new byte[Math.Clamp(file.Length - start, 0, length)];
        file.Position = start;
        var read = file.ReadAtLeast(part, part.Length, throwOnEndOfStream: false);
        BytesRead += read;
        return part[..read];
    }
}
