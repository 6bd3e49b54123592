using Microsoft.Win32.SafeHandles;

namespace OnePassword.Events.Cli;

/// <summary>
/// The process's standard output. .NET's own stream says nothing when the reader of a pipe has gone, and an export would be
/// called complete that nobody has.
/// </summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);

        // A file has no reader to lose, and FileStream would leave the position, which others may share, where it is.
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
