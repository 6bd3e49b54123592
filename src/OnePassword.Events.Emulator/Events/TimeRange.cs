using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Events;

/// <summary>A start (inclusive) and an end (exclusive) in nanoseconds since 1970.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimeRange(long From, long Until)
{
    public static TimeRange All { get; } = new(long.MinValue, long.MaxValue);

    /// <remarks>A range without an end also contains the times that are too late for 64 bits.</remarks>
    public bool Contains(long timestamp) => timestamp >= From && (timestamp < Until || Until == long.MaxValue);

    public TimeRange NotBefore(long time) => this with { From = Math.Max(From, time) };
}
