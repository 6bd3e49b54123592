using OnePassword.Events.Emulator.Http;

namespace OnePassword.Events.Emulator.Faults;

/// <summary>The injected faults that still have requests to meet.</summary>
internal sealed class FaultQueue
{
    private readonly Lock _lock = new();
    private readonly List<Pending> _pending = [];

    /// <summary>Queues all or, if one of them is invalid, none.</summary>
    public void Add(params IReadOnlyCollection<Fault> faults)
    {
        foreach (var fault in faults)
            fault.Validate();
        lock (_lock)
            _pending.AddRange(faults.Select(fault => new Pending(fault)));
    }

    /// <summary>Forgets those that have not happened yet.</summary>
    public void Clear()
    {
        lock (_lock)
            _pending.Clear();
    }

    /// <summary>The fault that this request meets. The first that matches decides, even if it lets the request pass.</summary>
    public Fault? Take(Operation operation)
    {
        lock (_lock)
        {
            var first = _pending.Find(pending => Matches(pending.Fault, operation));
            if (first is null || first.ToPass-- > 0)
                return null;
            if (--first.ToFail == 0)
                _pending.Remove(first);
            return first.Fault;
        }
    }

    private static bool Matches(Fault fault, Operation operation) =>
        (fault.Api ?? operation.Api) == operation.Api
        && fault.Introspect == operation.Feed is null
        && (fault.Feed ?? operation.Feed) == operation.Feed;

    private sealed class Pending(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public int ToPass { get; set; } = fault.After;

        public int ToFail { get; set; } = fault.Times;
    }
}
