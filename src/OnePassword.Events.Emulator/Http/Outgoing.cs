using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Http;

/// <summary>An answer on its way out.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Outgoing(HttpContext Context, Answer Answer, Fault? Fault, TimeProvider Clock);
