namespace OnePassword.Events.Resilience;

/// <summary>
/// How long an answer asks to wait: as seconds or as a date. The API documents no such header, so it may be absent, in the
/// past (then it is zero) or not a time at all (then it is as good as absent).
/// </summary>
internal static class RetryAfter
{
    public static TimeSpan? Of(HttpResponseMessage? answer, TimeProvider clock)
    {
        var header = answer?.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
