using System.Collections.Concurrent;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>A disk that records its steps, and is full for new files with a chosen name.</summary>
internal sealed class FailingDisk : Disk
{
    private readonly Lock _lock = new();
    private readonly List<string> _steps = [];
    private readonly ConcurrentQueue<string> _shortened = new();

    /// <summary>The end of the file names for which the disk is full; null for none.</summary>
    public string? FullFor { get; set; }

    /// <summary>The names of existing files that became shorter.</summary>
    public IReadOnlyCollection<string> Shortened => _shortened;

    /// <summary>The free space; null for that of the real disk.</summary>
    public long? Free { get; set; }

    /// <summary>How much free space each removed file adds.</summary>
    public long FreedByFile { get; set; }

    /// <summary>The end of the names of files that cannot be removed; null for none.</summary>
    public string? Locked { get; set; }

    public override long FreeSpace(string folder) => Free ?? base.FreeSpace(folder);

    public string[] Steps
    {
        get
        {
            lock (_lock)
                return [.. _steps];
        }
    }

    public override FileStream Create(string path, FileRights rights)
    {
        var file = base.Create(path, rights);
        if (FullFor is null || !path.EndsWith(FullFor, StringComparison.Ordinal))
            return file;
        file.Dispose();
        return new FileStream("/dev/full", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    public override FileStream Open(string path)
    {
        base.Open(path).Dispose(); // Rejects a link.
        return new WatchedFile(path, _shortened.Enqueue);
    }

    public override void Replace(string path, string with)
    {
        Record($"{Path.GetFileName(with)} -> {Path.GetFileName(path)}");
        base.Replace(path, with);
    }

    public override void Delete(string path)
    {
        if (Locked is not null && path.EndsWith(Locked, StringComparison.Ordinal))
            throw new UnauthorizedAccessException("Another program uses it.");
        base.Delete(path);
        Free += FreedByFile;
    }

    public override void SyncFolder(string folder)
    {
        Record($"sync {Path.GetFileName(Path.GetFullPath(folder))}");
        base.SyncFolder(folder);
    }

    private void Record(string step)
    {
        lock (_lock)
            _steps.Add(step);
    }

    private sealed class WatchedFile(string path, Action<string> shortened)
        : FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0)
    {
        public override void SetLength(long value)
        {
            if (value < Length)
                shortened(Path.GetFileName(Name));
            base.SetLength(value);
        }
    }
}
