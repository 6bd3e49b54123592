namespace OnePassword.Events.Pipeline;

/// <summary>
/// How long a response asks to wait: as seconds or as a date. The API documents no such header, so it may be absent, in the
/// past (then it is zero), not a time at all (then it is as good as absent) or years away (then it is <see cref="Longest"/>).
/// </summary>
internal static class RetryAfter
{
    /// <summary>No longer wait is honoured: a server that means more is asked once a day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static TimeSpan? Of(HttpResponseMessage? response, TimeProvider clock)
    {
        if (response?.Headers is not { RetryAfter: { } header } headers)
            return null;

        // A date is meant by the server's own clock, if it shows that.
        var wait = header.Delta ?? header.Date - (headers.Date ?? clock.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }
}
