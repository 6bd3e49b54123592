using System.Runtime.InteropServices;
using OnePassword.Events.Emulator.Events;

namespace OnePassword.Events.Emulator.Http;

/// <summary>Where a reader stands and what it reads: all that a cursor carries.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadState(EmulatorFeed Feed, EmulatorApi Api, int Limit, Window Window, long Position);
