namespace OnePassword.Events.Emulator.Events;

/// <summary>An event that a test appended, kept byte for byte.</summary>
internal sealed record AppendedEvent(ReadOnlyMemory<byte> Json, long Timestamp);
