using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Events;

/// <summary>A session that an audit event happened in.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Session(ulong UuidHigh, ulong UuidLow, long LoginTime, Person Person, Device Device);
