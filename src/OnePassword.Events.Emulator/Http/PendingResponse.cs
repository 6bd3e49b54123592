using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Http;

/// <summary>A response and what its delivery needs.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PendingResponse(HttpContext Context, ApiResponse Response, Fault? Fault, TimeProvider Clock);
