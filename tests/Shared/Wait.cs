using System.Runtime.CompilerServices;

namespace OnePassword.Events.Testing;

/// <summary>Waits for a state that no event reports.</summary>
internal static class Wait
{
    /// <summary>A limit for broken tests, far above the time that a busy machine needs.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Completes when a condition is true.</summary>
    /// <exception cref="TimeoutException">The condition is still false after <see cref="Limit"/>.</exception>
    public static Task UntilAsync(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? expression = null) =>
        UntilAsync(() => Task.FromResult(condition()), expression);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string?)"/>
    public static async Task UntilAsync(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
                throw new TimeoutException($"Still false after {Limit.TotalMinutes:0} minutes: {expression}");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
