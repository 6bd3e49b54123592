using System.Runtime.InteropServices;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Paging;

/// <summary>The content of a cursor: the position of a reader and its query.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadState(EmulatorFeed Feed, EmulatorApi Api, int Limit, TimeRange Range, long Position);
