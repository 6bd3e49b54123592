using OnePassword.Events.Durable;

namespace OnePassword.Events.Tests.Checkpoints;

/// <summary>A disk that is busy for as long as it is closed, and notes its steps.</summary>
internal sealed class SlowDisk : Disk, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _steps = [];
    private int _poolThreads;

    public Task Blocked => _blocked.Task;

    public int PoolThreads => _poolThreads;

    public bool FailsToSync { get; set; }

    public List<string> Steps
    {
        get
        {
            lock (_steps)
                return [.. _steps];
        }
    }

    public void Close()
    {
        lock (_steps)
            _steps.Clear();
        _poolThreads = 0;
        _open.Reset();
    }

    public void Open() => _open.Set();

    public override void Write(string path, ReadOnlySpan<byte> bytes)
    {
        Note(Path.GetFileName(path));
        base.Write(path, bytes);
    }

    public override void Replace(string path, string with)
    {
        Note(Path.GetFileName(path));
        base.Replace(path, with);
    }

    public override void SyncFolder(string folder)
    {
        Note("sync");
        if (FailsToSync)
            throw new IOException("sync");
        base.SyncFolder(folder);
    }

    public void Dispose() => _open.Dispose();

    private void Note(string step)
    {
        if (Thread.CurrentThread.IsThreadPoolThread)
            Interlocked.Increment(ref _poolThreads);
        lock (_steps)
            _steps.Add(step);
        if (!_open.IsSet)
            _blocked.TrySetResult();
        if (!_open.Wait(Limit))
            throw new IOException("The disk was never opened.");
    }
}
