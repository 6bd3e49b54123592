using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>The session of an audit event.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Session(ulong UuidHigh, ulong UuidLow, long LoginTime, Person Person, Device Device);
