using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OnePassword.Events.Durable;

/// <summary>
/// Opens existing files without following a link in the last part of the path. Windows lets only administrators create links, so a
/// check before opening is enough there.
/// </summary>
internal static class RegularFile
{
    private const int MaxLength = 64 * 1024 * 1024;

    /// <summary>Throws if the name belongs to a link or a folder. Nothing is opened.</summary>
    /// <exception cref="IOException">It does.</exception>
    public static void ThrowIfOther(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            throw Link(path);
        if (Directory.Exists(path))
            throw new IOException($"{path} is a folder; remove it, or use another folder.");
    }

    /// <exception cref="FileNotFoundException">It does not exist.</exception>
    /// <exception cref="IOException">It is a link, a folder or a device.</exception>
    public static FileStream Open(string path, FileAccess access)
    {
        if (OperatingSystem.IsWindows())
        {
            ThrowIfOther(path);
            return new FileStream(path, FileMode.Open, access, FileShare.ReadWrite, bufferSize: 0);
        }
        var file = new FileStream(OpenUnix(path, access == FileAccess.Read ? SystemOpen.ReadOnly : SystemOpen.ReadWrite), access, bufferSize: 0);
        if (file.CanSeek && !Directory.Exists(path))
            return file;
        using (file)
            throw new IOException($"{path} is not a regular file; remove it, or use another folder.");
    }

    /// <summary>Reads a file that this project wrote: a checkpoint or a manifest.</summary>
    /// <exception cref="FileNotFoundException">It does not exist.</exception>
    /// <exception cref="IOException">It is a link, a folder or a device, or far larger than any that was written.</exception>
    public static byte[] Read(string path)
    {
        using var file = Open(path, FileAccess.Read);
        if (file.Length > MaxLength)
            throw new IOException($"{path} is {file.Length} bytes long, which is no file of this program.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static SafeFileHandle OpenUnix(string path, int access)
    {
        var handle = SystemOpen.Open(path, access | SystemOpen.NoFollow | SystemOpen.NonBlocking);
        if (!handle.IsInvalid)
            return handle;
        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        throw error switch
        {
            SystemOpen.NotFound => new FileNotFoundException($"Could not find file '{path}'.", path),
            SystemOpen.AccessDenied => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
            _ when error == SystemOpen.IsLink => Link(path),
            _ => new IOException($"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }

    private static IOException Link(string path) => new($"{path} is a symbolic link, which is not followed; remove it, or use another folder.");
}
