using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OnePassword.Events.Cli.Secrets;

/// <summary>
/// Runs a program that prints a secret. It gets an empty standard input, the tool's standard error (to prompt the operator to
/// sign in) and the tool's environment without the variables that hold secrets.
/// </summary>
internal sealed class SecretCommand(SecretSource.FromCommand command, IReadOnlyCollection<string> secretVariables)
{
    private const int MaxCharacters = 65_536;

    // When the program has exited, its output is in the pipe. Only a child process can still hold the pipe open.
    private static readonly TimeSpan PipeTimeout = TimeSpan.FromMilliseconds(500);

    /// <returns>The output of the program.</returns>
    /// <exception cref="IOException">The program failed, is missing, or printed far more than a token.</exception>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The program was killed, with the processes that it had started.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Process.Start(StartInfo())!;
        try
        {
            process.StandardInput.Close();
            var output = await ReadOutputAsync(process, cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0 ? output : throw new IOException($"it failed with exit code {process.ExitCode}.");
        }
        finally
        {
            if (!process.HasExited)
                Kill(process);
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(
            ProgramPath.Find(command.Program, Environment.GetEnvironmentVariable("PATH")), command.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var variable in secretVariables)
            start.Environment.Remove(variable);
        return start;
    }

    private static async Task<string> ReadOutputAsync(Process process, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = new StringBuilder();
        var copy = CopyAsync(process.StandardOutput, output, reading.Token);
        var exit = process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(copy, exit).ConfigureAwait(false) == copy)
            await copy.ConfigureAwait(false); // It may have printed too much, and never exit.
        await exit.ConfigureAwait(false);
        reading.CancelAfter(PipeTimeout);
        try
        {
            await copy.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A child process holds the pipe open. The output of the program itself has been read.
        }
        return output.ToString();
    }

    private static async Task CopyAsync(StreamReader from, StringBuilder to, CancellationToken cancellationToken)
    {
        var buffer = new char[4_096];
        while (await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (to.Append(buffer, 0, read).Length > MaxCharacters)
                throw new IOException(
                    string.Create(CultureInfo.InvariantCulture, $"it printed more than {MaxCharacters:N0} characters."));
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is Win32Exception or AggregateException)
        {
            throw new IOException("it does not exit and cannot be killed. It may run as another user.", e);
        }
    }
}
