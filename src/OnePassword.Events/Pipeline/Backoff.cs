namespace OnePassword.Events.Pipeline;

/// <summary>The growth of waits.</summary>
internal static class Backoff
{
    /// <summary>Returns twice the wait, at most <paramref name="max"/>.</summary>
    public static TimeSpan Next(TimeSpan wait, TimeSpan max) => wait < max / 2 ? 2 * wait : max;
}
