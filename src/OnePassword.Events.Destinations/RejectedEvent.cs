using System.Runtime.InteropServices;

namespace OnePassword.Events.Destinations;

/// <summary>An event of a batch that the destination will never accept.</summary>
/// <param name="Index">The index in the batch.</param>
/// <param name="Reason">The reason, as the destination states it.</param>
/// <param name="Status">The HTTP status; null if there is none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RejectedEvent(int Index, string Reason, int? Status = null);
