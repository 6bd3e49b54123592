using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Events;

/// <summary>One sign-in as drawn: what the sign-in feed shows of it, and what an audit event of its session repeats.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SignIn(
    ulong UuidHigh, ulong UuidLow, ulong SessionHigh, ulong SessionLow, SignInKind Kind, Person Person, Device Device, Rng Rest);
