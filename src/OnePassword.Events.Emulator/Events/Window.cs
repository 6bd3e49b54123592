using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Events;

/// <summary>The timestamps that a reader asked for: from (inclusive) until (exclusive), in nanoseconds since 1970.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Window(long From, long Until)
{
    public static Window All { get; } = new(long.MinValue, long.MaxValue);

    /// <remarks>A time too far ahead for 64 bits lies in a window without an end all the same.</remarks>
    public bool Contains(long timestamp) => timestamp >= From && (timestamp < Until || Until == long.MaxValue);

    public Window NotBefore(long time) => this with { From = Math.Max(From, time) };
}
