using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator.Http;

/// <summary>A response and the data for its delivery.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PendingResponse(HttpContext Context, ApiResponse Response, Fault? Fault, TimeProvider Clock);
