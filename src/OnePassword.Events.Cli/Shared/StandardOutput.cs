using Microsoft.Win32.SafeHandles;

namespace OnePassword.Events.Cli.Shared;

/// <summary>
/// The process's standard output. .NET's own stream says nothing when the reader of a pipe has gone, and an export would be
/// called complete that nobody has.
/// </summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    // EPIPE of Unix; of Windows, that the pipe is broken or being closed.
    private static readonly int[] Gone = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>Whether writing failed because the reader of the pipe has gone.</summary>
    public static bool IsReaderGone(IOException e) => Gone.Contains(e.HResult);

    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        try
        {
            return OpenDescriptor();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return new ClosedOutput();
        }
    }

    private static Stream OpenDescriptor()
    {
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);

        // A file has no reader to lose, and FileStream would leave the position, which others may share, where it is.
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
