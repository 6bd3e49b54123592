using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OnePassword.Events.Durable;

/// <summary>
/// Opens existing files without following a link at the end of the path. On Windows, only administrators can create links, so a
/// check before opening is enough there.
/// </summary>
internal static class RegularFile
{
    private const int MaxLength = 64 * 1024 * 1024;

    /// <exception cref="IOException">The path is a link or a folder.</exception>
    public static void ThrowIfNotRegular(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            throw Link(path);
        if (Directory.Exists(path))
            throw new IOException($"{path} is a folder. Remove it or use another folder.");
    }

    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="IOException">The path is a link, a folder or a device.</exception>
    public static FileStream Open(string path, FileAccess access)
    {
        if (OperatingSystem.IsWindows())
        {
            ThrowIfNotRegular(path);
            return new FileStream(path, FileMode.Open, access, FileShare.ReadWrite, bufferSize: 0);
        }
        var flags = access == FileAccess.Read ? UnixOpen.ReadOnly : UnixOpen.ReadWrite;
        var file = new FileStream(OpenUnix(path, flags), access, bufferSize: 0);
        if (file.CanSeek && !Directory.Exists(path))
            return file;
        using (file)
            throw new IOException($"{path} is not a regular file. Remove it or use another folder.");
    }

    /// <summary>Reads a checkpoint or a manifest.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="IOException">The path is a link, a folder or a device, or the file is far too large.</exception>
    public static byte[] Read(string path)
    {
        using var file = Open(path, FileAccess.Read);
        if (file.Length > MaxLength)
            throw new IOException($"{path} is {file.Length} bytes long, which is too large. Remove it or use another folder.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static SafeFileHandle OpenUnix(string path, int flags)
    {
        var handle = UnixOpen.Open(path, flags | UnixOpen.NoFollow | UnixOpen.NonBlocking);
        if (!handle.IsInvalid)
            return handle;
        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        throw error switch
        {
            UnixOpen.NotFound => new FileNotFoundException($"Could not find file '{path}'.", path),
            UnixOpen.AccessDenied => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
            _ when error == UnixOpen.IsLink => Link(path),
            _ => new IOException($"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }

    private static IOException Link(string path) =>
        new($"{path} is a symbolic link, which is not followed. Remove it or use another folder.");
}
