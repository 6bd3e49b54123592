using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Replay;

/// <summary>The time of a recorded event and the place of its line: 24 bytes, because a recording can have millions.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordedEvent(long Timestamp, long Offset, int Length, int File);
