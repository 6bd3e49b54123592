using Microsoft.Win32.SafeHandles;

namespace OnePassword.Events.Cli.Shared;

/// <summary>
/// Opens the standard output of the process. .NET's own stream ignores a closed pipe, so that an export would be reported as
/// complete although the reader did not receive it.
/// </summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    // EPIPE on Unix; on Windows, that the pipe is broken or being closed.
    private static readonly int[] ClosedPipe = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>Returns whether a write failed because the reader closed the pipe.</summary>
    public static bool IsClosedPipe(Exception e) => e is IOException && ClosedPipe.Contains(e.HResult);

    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        try
        {
            return OpenDescriptor();
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException
                or InvalidOperationException)
        {
            return new ClosedOutput();
        }
    }

    private static Stream OpenDescriptor()
    {
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);

        // A file has no reader. FileStream would not move its position, which other processes may share.
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
