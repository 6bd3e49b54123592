using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Output;

/// <summary>
/// A folder that events are written to: who can read it, which process writes to it, and where obstructing files go.
/// </summary>
internal sealed class OutputFolder(string path, bool groupReadable, CliContext cli)
{
    private readonly FileRights _rights = groupReadable ? FileRights.GroupMayRead : FileRights.Owner;
    private SetAside? _aside;

    public string Path => path;

    public Disk Disk => cli.Disk;

    public TimeProvider Clock => cli.Clock;

    /// <summary>Gets the subfolder for files that are moved out of the way.</summary>
    public SetAside Aside => _aside ??= new SetAside(path, _rights, Disk, Clock);

    public void Create() => Disk.CreateFolder(path, _rights);

    public FileStream CreateFile(string file) => Disk.Create(file, _rights);

    /// <summary>Waits until the disk has the names of the files.</summary>
    public void SyncNames() => Disk.SyncFolder(path);

    public string PathOf(string file) => System.IO.Path.Combine(path, file);

    /// <summary>Returns the path of an output file under its current name.</summary>
    public string PathOf(OutputFileName name) => name.PathIn(path);

    /// <summary>Gets the feed that is written to the folder; none if there are several.</summary>
    public MessageSource Source { get; init; }

    /// <summary>Reports what happened to existing bytes.</summary>
    public void Warn(MessageEvent kind, string text, MessageSource? source = null) =>
        cli.Messages.Warning(kind, text, source ?? Source);

    public void Inform(MessageEvent kind, string text) => cli.Messages.Information(kind, text, Source);

    /// <summary>Locks the files of one output for this process. The folder must exist.</summary>
    /// <param name="name">The name of the lock file.</param>
    /// <param name="what">The locked output, for the message.</param>
    /// <exception cref="CliException">Another process holds the lock, or the folder cannot be written to.</exception>
    public IDisposable Lock(string name, string what)
    {
        try
        {
            return FileLock.TryTake(PathOf($".{name}.lock"), Disk)
                ?? throw new CliException(
                    ExitCode.Output, $"another process writes the files of {what} in {path}. Stop it, or use another folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotOpen(e);
        }
    }

    public CliException CannotOpen(Exception e) =>
        new(ExitCode.Output, $"the output in the folder {path} cannot be opened: {e.Message}");
}
