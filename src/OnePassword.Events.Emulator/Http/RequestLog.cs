namespace OnePassword.Events.Emulator.Http;

/// <summary>All requests to the API in the order of their responses.</summary>
internal sealed class RequestLog
{
    private readonly Lock _lock = new();
    private readonly List<RequestLogEntry> _entries = [];

    public IReadOnlyList<RequestLogEntry> Snapshot()
    {
        lock (_lock)
            return [.. _entries];
    }

    public void Add(RequestLogEntry entry)
    {
        lock (_lock)
            _entries.Add(entry);
    }

    public void Clear()
    {
        lock (_lock)
            _entries.Clear();
    }
}
