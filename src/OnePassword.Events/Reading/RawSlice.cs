namespace OnePassword.Events.Reading;

/// <summary>The position of an event, its uuid and its timestamp in the body of the page. A missing value has length 0.</summary>
internal readonly record struct RawSlice(int Start, int Length, int UuidStart, int UuidLength, int TimeStart, int TimeLength);
