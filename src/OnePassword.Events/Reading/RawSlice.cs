namespace OnePassword.Events.Reading;

/// <summary>Where an event is in the body of its page, and in it the texts of its identifier and time; of length 0 if it has none.</summary>
internal readonly record struct RawSlice(int Start, int Length, int UuidStart, int UuidLength, int TimeStart, int TimeLength);
