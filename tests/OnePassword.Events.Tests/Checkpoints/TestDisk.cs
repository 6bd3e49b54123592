using OnePassword.Events.Durable;

namespace OnePassword.Events.Tests.Checkpoints;

/// <summary>A disk that records its operations, blocks them while it is closed, and can fail one of them.</summary>
internal sealed class TestDisk : Disk, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _steps = [];
    private int _poolThreads;
    private Func<string, bool> _fails = _ => false;

    /// <summary>Completes when the closed disk blocks an operation.</summary>
    public Task Blocked => _blocked.Task;

    public int StepsOnPoolThreads => _poolThreads;

    public List<string> Steps
    {
        get
        {
            lock (_steps)
                return [.. _steps];
        }
    }

    public int Count(string step) => Steps.Count(other => other == step);

    public void Clear()
    {
        lock (_steps)
            _steps.Clear();
        _poolThreads = 0;
    }

    public void Close()
    {
        Clear();
        _open.Reset();
    }

    public void Open() => _open.Set();

    /// <summary>Makes each operation fail that matches.</summary>
    public void Fail(Func<string, bool> fails) => _fails = fails;

    public override void Write(string path, ReadOnlySpan<byte> bytes)
    {
        Run($"write {Path.GetFileName(path)}");
        base.Write(path, bytes);
    }

    public override void Replace(string path, string with)
    {
        Run($"rename {Path.GetFileName(with)} to {Path.GetFileName(path)}");
        base.Replace(path, with);
    }

    public override void SyncFolder(string folder)
    {
        Run($"sync {Path.GetFileName(folder)}");
        base.SyncFolder(folder);
    }

    public void Dispose() => _open.Dispose();

    private void Run(string step)
    {
        if (Thread.CurrentThread.IsThreadPoolThread)
            Interlocked.Increment(ref _poolThreads);
        lock (_steps)
            _steps.Add(step);
        if (!_open.IsSet)
            _blocked.TrySetResult();
        if (!_open.Wait(Limit))
            throw new IOException("No test opened the disk.");
        if (_fails(step))
            throw new IOException($"failed: {step}");
    }
}
