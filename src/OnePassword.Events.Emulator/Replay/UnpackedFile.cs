using System.Buffers.Binary;
using System.IO.Compression;

namespace OnePassword.Events.Emulator.Replay;

/// <summary>Unpacks a gzip file to a temporary file, because a line can be anywhere in it.</summary>
internal static class UnpackedFile
{
    private const int MinGzipLength = 20;
    private const int BufferLength = 131_072;

    /// <exception cref="InvalidDataException">No byte can be unpacked.</exception>
    public static FileStream Create(FileStream compressed, out bool isComplete, CancellationToken cancellationToken)
    {
        var file = CreateTemporary();
        try
        {
            isComplete = TryUnpack(compressed, file, cancellationToken) && HasEnd(compressed, file.Length);
            return isComplete || file.Length > 0 ? file : throw new InvalidDataException("No byte can be unpacked.");
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
    /// .NET reads a truncated file without an error. A complete file ends with the length of its last member, which is at
    /// most the length of all members. The last four bytes of a truncated file are usually larger.
    /// </summary>
    private static bool HasEnd(FileStream compressed, long unpacked)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        RandomAccess.Read(compressed.SafeFileHandle, length, Math.Max(0, compressed.Length - length.Length));
        return compressed.Length >= MinGzipLength && BinaryPrimitives.ReadUInt32LittleEndian(length) <= unpacked;
    }

    /// <summary>Returns a file that other users cannot read and that disappears with the process, even after a crash.</summary>
    private static FileStream CreateTemporary()
    {
        var path = Path.Combine(Path.GetTempPath(), $"op-events-{Path.GetRandomFileName()}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            return new(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        File.Delete(path); // An open file stays readable without a name.
        return file;
    }
}
