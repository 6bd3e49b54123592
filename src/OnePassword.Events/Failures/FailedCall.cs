namespace OnePassword.Events;

/// <summary>Which call a failure is of.</summary>
internal readonly record struct FailedCall(string Feed, EventsRegion Region, int Attempts);
