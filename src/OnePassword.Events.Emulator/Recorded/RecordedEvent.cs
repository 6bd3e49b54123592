using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Recorded;

/// <summary>When a recorded event happened, and where its line is: 24 bytes, so that a million of them are no burden.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordedEvent(long Timestamp, long Offset, int Length, int File);
