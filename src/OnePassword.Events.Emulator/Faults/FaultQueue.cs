using OnePassword.Events.Emulator.Http;

namespace OnePassword.Events.Emulator.Faults;

/// <summary>The injected faults that are not used up.</summary>
internal sealed class FaultQueue
{
    private readonly Lock _lock = new();
    private readonly List<Pending> _pending = [];

    /// <summary>Queues all faults, or none if one of them is invalid.</summary>
    public void Add(params IReadOnlyCollection<Fault> faults)
    {
        foreach (var fault in faults)
            fault.Validate();
        lock (_lock)
            _pending.AddRange(faults.Select(fault => new Pending(fault)));
    }

    public void Clear()
    {
        lock (_lock)
            _pending.Clear();
    }

    /// <summary>Returns the fault of this request. Only the first match counts, even if it skips the request.</summary>
    public Fault? Take(ApiOperation operation)
    {
        lock (_lock)
        {
            var first = _pending.Find(pending => Matches(pending.Fault, operation));
            if (first is null || first.ToSkip-- > 0)
                return null;
            if (--first.ToFail == 0)
                _pending.Remove(first);
            return first.Fault;
        }
    }

    private static bool Matches(Fault fault, ApiOperation operation) =>
        (fault.Api ?? operation.Api) == operation.Api
        && fault.Introspect == operation.Feed is null
        && (fault.Feed ?? operation.Feed) == operation.Feed;

    private sealed class Pending(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public int ToSkip { get; set; } = fault.After;

        public int ToFail { get; set; } = fault.Times;
    }
}
