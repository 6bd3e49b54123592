using OnePassword.Events.Durable;

namespace OnePassword.Events.Checkpoints;

/// <summary>
/// Checkpoints of one folder that are made durable together: each is written and synced beside the old one, then all are put in
/// place, then the folder is synced once. The failure of one stops no other.
/// </summary>
internal sealed class CheckpointBatch
{
    // The disk completes syncs that are requested together in about the time of one.
    private const int MaxThreads = 8;

    private readonly Disk _disk;
    private readonly List<Entry> _entries;

    public CheckpointBatch(IEnumerable<PendingSave> saves, Disk disk)
    {
        _disk = disk;
        _entries = [.. saves.GroupBy(save => save.Path, StringComparer.Ordinal).Select(same => new Entry([.. same]))];
    }

    public void Write(string folder)
    {
        InParallel(entry => entry.Try(() =>
        {
            File.Delete(entry.Temporary); // From a crash, or planted: a link is removed, not followed.
            _disk.Write(entry.Temporary, CheckpointFile.Write(entry.Checkpoint));
        }));
        foreach (var entry in _entries)
            entry.Try(() => _disk.Replace(entry.Path, with: entry.Temporary));
        if (_entries.Find(entry => entry.Failure is null) is { } synced)
        {
            synced.Try(() => _disk.SyncFolder(folder));
            foreach (var entry in _entries)
                entry.Failure ??= synced.Failure;
        }
    }

    /// <summary>Lets the callers go on.</summary>
    public void Complete() => _entries.ForEach(entry => entry.Complete());

    private void InParallel(Action<Entry> action)
    {
        var next = -1;
        var others = new List<Thread>();
        while (others.Count + 1 < Math.Min(_entries.Count, MaxThreads) && TryStart() is { } thread)
            others.Add(thread);
        Work();
        others.ForEach(thread => thread.Join());

        Thread? TryStart()
        {
            try
            {
                var thread = new Thread(Work) { IsBackground = true };
                thread.Start();
                return thread;
            }
            catch (OutOfMemoryException) // Also thrown at the system's limit of threads: those that run do all of the work.
            {
                return null;
            }
        }

        void Work()
        {
            while (Interlocked.Increment(ref next) is var index && index < _entries.Count)
                action(_entries[index]);
        }
    }

    /// <summary>The saves of one name, of which the last is written.</summary>
    private sealed class Entry(List<PendingSave> saves)
    {
        public string Path => saves[^1].Path;

        public string Temporary => Path + ".tmp";

        public Checkpoint Checkpoint => saves[^1].Checkpoint;

        public Exception? Failure { get; set; }

        public void Try(Action step)
        {
            if (Failure is not null)
                return;
            try
            {
                step();
            }
            catch (Exception e)
            {
                Failure = e; // Of whatever kind: the caller of SaveAsync gets it.
            }
        }

        public void Complete() => saves.ForEach(save => save.Complete(Failure));
    }
}
