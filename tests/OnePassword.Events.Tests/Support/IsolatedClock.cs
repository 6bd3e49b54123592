namespace OnePassword.Events.Tests.Support;

/// <summary>The system's time as a clock of one test: quotas and breakers are shared by clock, so no other test has a part in them.</summary>
internal sealed class IsolatedClock : TimeProvider;
