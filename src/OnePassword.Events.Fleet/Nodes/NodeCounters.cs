using System.Diagnostics.Metrics;
using OnePassword.Events.PostgreSql;

namespace OnePassword.Events.Fleet.Nodes;

/// <summary>Counts events of this node since its start.</summary>
internal sealed class NodeCounters : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private (double Seconds, long Count) _commits;
    private long _started;
    private long _takenOver;

    public NodeCounters()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == PostgreSqlTelemetry.SourceName && instrument.Name == PostgreSqlTelemetry.CommitDuration)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => Committed(seconds));
        _listener.Start();
    }

    /// <summary>Gets how often this node began to follow an account.</summary>
    public long StartedAccounts => Volatile.Read(ref _started);

    /// <summary>Gets how often the database rejected a write, because another process had taken the account.</summary>
    public long Fenced => Volatile.Read(ref _takenOver);

    /// <summary>Gets the commits, and the time that they took.</summary>
    public (double Seconds, long Count) Commits
    {
        get
        {
            lock (_lock)
                return _commits;
        }
    }

    public void Started() => Interlocked.Increment(ref _started);

    public void TakenOver() => Interlocked.Increment(ref _takenOver);

    public void Dispose() => _listener.Dispose();

    private void Committed(double seconds)
    {
        lock (_lock)
            _commits = (_commits.Seconds + seconds, _commits.Count + 1);
    }
}
