namespace OnePassword.Events.Diagnostics;

/// <summary>The difference between two clocks that is not reported. The op-events tool compiles this file too.</summary>
internal static class ClockTolerance
{
    // The Date header has whole seconds, and a response takes time to arrive.
    public static readonly TimeSpan Value = TimeSpan.FromMinutes(1);
}
