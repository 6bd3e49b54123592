namespace OnePassword.Events.Tests.Support;

/// <summary>
/// The system's time as the clock of one test. Clients share quotas and breakers per clock, so tests do not affect each other.
/// </summary>
internal sealed class IsolatedClock : TimeProvider;
