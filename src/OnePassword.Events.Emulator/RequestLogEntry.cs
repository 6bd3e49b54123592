using System.Runtime.InteropServices;

namespace OnePassword.Events.Emulator;

/// <summary>One request to the API, as the emulator saw it.</summary>
/// <param name="Time">When it arrived, on the emulator's clock.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, without a query.</param>
/// <param name="Status">The status answered; 0 if the client got none (a stall, a reset).</param>
/// <param name="Items">How many events the answer held.</param>
/// <param name="Note">Why it was refused or which fault it met; null otherwise.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RequestLogEntry(
    DateTimeOffset Time, string Method, string Path, int Status, int Items, string? Note = null);
