using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using OnePassword.Events.Cli.Config;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>
/// A program that prints a token. Its standard input is empty, its standard error is that of the tool, because it may ask the
/// operator to sign in, and its environment is that of the tool without the variables that hold tokens.
/// </summary>
internal sealed class TokenCommand(TokenConfig.FromCommand command, IReadOnlyCollection<string> tokenVariables)
{
    private const int MaxCharacters = 65_536;

    // What the program printed is in the pipe when it has ended; only a child of it can still keep the pipe open.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <returns>What the program printed.</returns>
    /// <exception cref="IOException">It failed, is not there, or printed far more than a token.</exception>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was killed, with the processes that it had started.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Process.Start(StartInfo())!;
        try
        {
            process.StandardInput.Close();
            var output = await OutputAsync(process, cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0 ? output : throw new IOException($"it ended with exit code {process.ExitCode}.");
        }
        finally
        {
            if (!process.HasExited)
                Kill(process);
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(ProgramPath.Find(command.Program, Environment.GetEnvironmentVariable("PATH")), command.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var variable in tokenVariables)
            start.Environment.Remove(variable);
        return start;
    }

    private static async Task<string> OutputAsync(Process process, CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = new StringBuilder();
        var copy = CopyAsync(process.StandardOutput, output, reading.Token);
        var end = process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(copy, end).ConfigureAwait(false) == copy)
            await copy.ConfigureAwait(false); // Has printed too much, and may never end.
        await end.ConfigureAwait(false);
        reading.CancelAfter(Grace);
        try
        {
            await copy.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A child of the program keeps standard output open. What the program printed has been read.
        }
        return output.ToString();
    }

    private static async Task CopyAsync(StreamReader from, StringBuilder to, CancellationToken cancellationToken)
    {
        var buffer = new char[4_096];
        while (await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (to.Append(buffer, 0, read).Length > MaxCharacters)
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"it printed more than {MaxCharacters:N0} characters."));
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
            throw new IOException("it does not end and cannot be killed; it may run as another user.", e);
        }
    }
}
