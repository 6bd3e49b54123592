namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>Counts the steps of a run, and crashes at one of them.</summary>
internal sealed class CrashPoint(int step)
{
    private int _steps;

    public bool IsReached => _steps >= step;

    public void Pass()
    {
        if (++_steps == step)
            throw new InvalidOperationException($"Crash at the step {step}.");
    }
}
