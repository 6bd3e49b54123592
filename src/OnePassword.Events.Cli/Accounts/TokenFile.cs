using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>A file that holds a token. It may be a pipe, which gives the token once, and whose writer may come late.</summary>
internal sealed class TokenFile(string path)
{
    private readonly Lock _lock = new();
    private Task<string>? _reading;

    /// <summary>
    /// When the file was written last: the file itself, not the links that lead to it. Null for a pipe, which has no length and changes
    /// with each write, and if reading the file reports what is wrong.
    /// </summary>
    public DateTime? Changed
    {
        get
        {
            try
            {
                var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
                return file.Length > 0 ? file.LastWriteTimeUtc : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    public Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // A reading that still waits for the writer of a pipe is continued: a second one would compete with it for the token.
            if (_reading is not { IsCompleted: false })
                _reading = Task.Factory.StartNew(() => File.ReadAllText(path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return _reading.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Warns of a token that every user of the machine can read.</summary>
    public static void WarnIfOthersMayRead(string path, CliContext io)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            var mode = File.GetUnixFileMode(file);
            if (mode.HasFlag(UnixFileMode.OtherRead))
                io.Say($"Warning: every user of this machine can read the token in {path} (mode {Convert.ToString((int)mode, toBase: 8).PadLeft(4, '0')}). Run: chmod 600 {file}");
        }
        catch (IOException)
        {
            // A pipe of the shell, such as <(command), leads to no file.
        }
    }
}
