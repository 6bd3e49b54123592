using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Secrets;

/// <summary>
/// A file that holds a secret. It can be a pipe, which delivers the secret once and whose writer may open it late.
/// </summary>
internal sealed class SecretFile(string path, CliContext cli)
{
    private readonly Lock _lock = new();
    private Task<string>? _read;
    private bool _warned;

    /// <summary>
    /// Gets when the file was written, with links followed. Null for a pipe, which changes with each write, and for a file that
    /// cannot be opened, which <see cref="ReadAsync"/> reports.
    /// </summary>
    public DateTime? Changed
    {
        get
        {
            try
            {
                var file = new FileInfo(Target);
                return file.Length > 0 ? file.LastWriteTimeUtc : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    private string Target => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var text = await CurrentRead().WaitAsync(cancellationToken).ConfigureAwait(false);
        WarnIfEveryoneCanRead();
        return text;
    }

    // A read that still waits for the writer of a pipe is continued: a second one would compete with it for the token.
    private Task<string> CurrentRead()
    {
        lock (_lock)
        {
            if (_read is not { IsCompleted: false })
                _read = Task.Factory.StartNew(
                    () => File.ReadAllText(path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return _read;
        }
    }

    private void WarnIfEveryoneCanRead()
    {
        if (_warned || OperatingSystem.IsWindows())
            return;
        _warned = true;
        try
        {
            var file = Target;
            var mode = File.GetUnixFileMode(file);
            if (mode.HasFlag(UnixFileMode.OtherRead))
            {
                var octal = Convert.ToString((int)mode, toBase: 8).PadLeft(4, '0');
                cli.Messages.Warning(
                    MessageEvent.TokenFileReadable,
                    $"Warning: every user of this machine can read the token in {path} (mode {octal}). Run: chmod 600 {file}");
            }
        }
        catch (IOException)
        {
            // A pipe of the shell, such as <(command), is not a file with a mode.
        }
    }
}
