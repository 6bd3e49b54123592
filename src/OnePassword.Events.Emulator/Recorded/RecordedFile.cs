using System.Buffers.Binary;
using System.IO.Compression;

namespace OnePassword.Events.Emulator.Recorded;

/// <summary>
/// A file of recorded lines, open while the emulator runs. Others may write to it, move it and delete it meanwhile. A
/// compressed one is unpacked to a temporary file, in which any line can be found as well.
/// </summary>
internal sealed class RecordedFile : IDisposable
{
    public const string Gzip = ".gz";

    private const int MinGzipLength = 20;
    private const int BufferLength = 131_072;

    private readonly FileStream _file;

    private RecordedFile(string path, FileStream file) => (Path, _file) = (path, file);

    public string Path { get; }

    /// <exception cref="InvalidDataException">It cannot be read, or nothing of it can be unpacked.</exception>
    public static RecordedFile Open(string path, ReplayNotes notes, CancellationToken cancellationToken)
    {
        try
        {
            const FileShare Anything = FileShare.ReadWrite | FileShare.Delete;
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, Anything, bufferSize: 0);
            if (!path.EndsWith(Gzip, StringComparison.Ordinal))
                return new(path, file);
            using (file)
            {
                var unpacked = Unpack(file, out var isWhole, cancellationToken);
                if (!isWhole)
                    notes.Add($"{path} is damaged or cut off; what can be unpacked is served.");
                return new(path, unpacked);
            }
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} is not a gzip file, or nothing of it can be unpacked.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads from a place on, as much as there is, up to what the target takes.</summary>
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

    /// <summary>Reads what was there when the file was opened.</summary>
    /// <exception cref="InvalidDataException">It is there no more.</exception>
    public void ReadAgain(Span<byte> target, long offset)
    {
        if (Read(target, offset) < target.Length)
            throw new InvalidDataException($"{Path} has become shorter since the start");
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Unpack(FileStream compressed, out bool isWhole, CancellationToken cancellationToken)
    {
        var file = Temporary();
        try
        {
            isWhole = TryUnpack(compressed, file, cancellationToken) && HasEnd(compressed, file.Length);
            return isWhole || file.Length > 0 ? file : throw new InvalidDataException("Nothing of it can be unpacked.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool TryUnpack(FileStream compressed, FileStream file, CancellationToken cancellationToken)
    {
        using var gzip = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[BufferLength];
        try
        {
            for (int read; (read = gzip.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                file.Write(buffer.AsSpan(0, read));
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>
    /// .NET takes a file that is cut off for a whole one. The last four bytes of a whole one are the length of its last
    /// member, of which it may have several: at most all that was unpacked, which four other bytes rarely are.
    /// </summary>
    private static bool HasEnd(FileStream compressed, long unpacked)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        RandomAccess.Read(compressed.SafeFileHandle, length, Math.Max(0, compressed.Length - length.Length));
        return compressed.Length >= MinGzipLength && BinaryPrimitives.ReadUInt32LittleEndian(length) <= unpacked;
    }

    /// <summary>A file that nobody else can read and that is gone with the process, however that ends.</summary>
    private static FileStream Temporary()
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"op-events-{System.IO.Path.GetRandomFileName()}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            return new(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        File.Delete(path); // what is open stays readable without a name
        return file;
    }
}
