namespace OnePassword.Events.Emulator.Replay;

/// <summary>A file of recorded lines that stays open. Other processes may write to it, move it and delete it.</summary>
internal sealed class RecordedFile : IDisposable
{
    public const string Gzip = ".gz";

    private readonly FileStream _file;

    private RecordedFile(string path, FileStream file) => (Path, _file) = (path, file);

    public string Path { get; }

    /// <exception cref="InvalidDataException">The file cannot be read or unpacked.</exception>
    public static RecordedFile Open(string path, ReplayWarnings warnings, CancellationToken cancellationToken)
    {
        try
        {
            const FileShare Anything = FileShare.ReadWrite | FileShare.Delete;
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, Anything, bufferSize: 0);
            if (!RecordedFolder.IsCompressed(path))
                return new(path, file);
            using (file)
            {
                var unpacked = UnpackedFile.Create(file, out var isComplete, cancellationToken);
                if (!isComplete)
                    warnings.Add($"{path} is corrupt or truncated. Only the lines that can be unpacked are served.");
                return new(path, unpacked);
            }
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} is not a valid gzip file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads until the target is full or the file ends.</summary>
    public int Read(Span<byte> target, long offset)
    {
        var length = 0;
        for (int read; length < target.Length; length += read)
        {
            read = RandomAccess.Read(_file.SafeFileHandle, target[length..], offset + length);
            if (read == 0)
                break;
        }

        return length;
    }

    /// <exception cref="InvalidDataException">The file ends before the target is full.</exception>
    public void ReadExactly(Span<byte> target, long offset)
    {
        if (Read(target, offset) < target.Length)
            throw new InvalidDataException($"{Path} has become shorter since the start");
    }

    public void Dispose() => _file.Dispose();
}
