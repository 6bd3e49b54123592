using System.Runtime.InteropServices;
using OnePassword.Events.Emulator.Seeding;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>One generated sign-in: the values for the sign-in feed and for the audit events of the session.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SignIn(
    ulong UuidHigh, ulong UuidLow, ulong SessionHigh, ulong SessionLow, SignInKind Kind, Person Person, Device Device, Rng Rest);
