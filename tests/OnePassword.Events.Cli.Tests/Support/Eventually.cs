namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>Waits for what another thread or process does, and never for ever.</summary>
internal static class Eventually
{
    /// <summary>Far beyond what a busy machine needs: nothing is measured by it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !condition(); await Task.Delay(Interval, TimeProvider.System))
            Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(Limit), what);
    }
}
