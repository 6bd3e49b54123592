using System.Runtime.InteropServices;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Output;

/// <summary>The source of acknowledgements: standard input or a named pipe.</summary>
internal static class AckSource
{
    public const string StandardInput = "-";

    /// <summary>Checks the source. It is opened later, because opening a pipe waits for the program that writes to it.</summary>
    /// <exception cref="CliException">There is no such pipe, or standard input is a terminal.</exception>
    public static Func<TextReader> Find(string ack, CliContext cli)
    {
        if (ack != StandardInput)
        {
            ThrowIfNotPipe(ack);
            return () => new StreamReader(ack);
        }
        return cli.InputIsTerminal
            ? throw CliException.Usage(
                "--ack - reads standard input, which is a terminal. Connect it to the program that reads standard output.")
            : () => cli.Input;
    }

    // Opened for writing, a pipe without a reader fails, and nothing else does. For reading, the open would wait for a writer.
    private static void ThrowIfNotPipe(string path)
    {
        if (OperatingSystem.IsWindows())
            throw CliException.Usage("--ack with a path requires a named pipe of Unix. Use --ack -.");
        using var handle = UnixOpen.Open(path, UnixOpen.WriteOnly | UnixOpen.NonBlocking);
        if (!handle.IsInvalid)
            throw CliException.Usage($"--ack: {path} is not a named pipe, or another process reads it. Create one with mkfifo.");
        if (Marshal.GetLastPInvokeError() == UnixOpen.NotFound)
            throw CliException.Usage($"--ack: the named pipe {path} does not exist. Create it with mkfifo.");
    }
}
