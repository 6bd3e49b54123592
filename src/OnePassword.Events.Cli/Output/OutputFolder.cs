using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Output;

/// <summary>A folder that events are written to, for export and follow: who may read it, and what happens to files in the way.</summary>
internal sealed class OutputFolder(string path, bool groupMayRead, CliContext io)
{
    private readonly FileRights _rights = groupMayRead ? FileRights.GroupMayRead : FileRights.Owner;
    private SetAside? _aside;

    public string Path => path;

    public Disk Disk => io.Disk;

    public TimeProvider Clock => io.Clock;

    public SetAside Aside => _aside ??= new SetAside(path, _rights, Disk, Clock);

    public void Create() => Disk.CreateFolder(path, _rights);

    public FileStream CreateFile(string file) => Disk.Create(file, _rights);

    public string PathOf(string file) => System.IO.Path.Combine(path, file);

    /// <summary>Tells the user what became of bytes that were there.</summary>
    public void Say(string line) => io.Say(line);

    /// <summary>Takes the files of one output for this process; the folder must exist.</summary>
    /// <param name="name">What the lock is called.</param>
    /// <param name="what">What is locked, for the message.</param>
    /// <exception cref="CliException">Another process has them, or the folder cannot be written to.</exception>
    public IDisposable Lock(string name, string what)
    {
        try
        {
            return FileLock.TryTake(PathOf($".{name}.lock"), Disk)
                ?? throw new CliException(ExitCode.Output, $"the files of {what} in {path} are being written by another program; stop that, or give another folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Output, $"the output in the folder {path} cannot be opened: {e.Message}");
        }
    }
}
