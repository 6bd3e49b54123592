using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator;

/// <summary>A request to the API that the emulator received.</summary>
/// <param name="Time">The time of arrival on the emulator's clock.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without the query string.</param>
/// <param name="Status">The status of the response; 0 if the client received none (a stall or a reset).</param>
/// <param name="Items">The number of events in the response.</param>
/// <param name="Note">The reason of a rejection, or the fault that the request met; otherwise null.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RequestLogEntry(
    DateTimeOffset Time, string Method, string Path, int Status, int Items, string? Note = null);
