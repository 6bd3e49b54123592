namespace OnePassword.Events.Pipeline;

/// <summary>
/// The wait that a response requests, in seconds or as a date. The API does not document the header. A time in the past counts as
/// zero, an invalid value as absent, and a longer wait as <see cref="Longest"/>.
/// </summary>
internal static class RetryAfter
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static TimeSpan? Of(HttpResponseMessage? response, TimeProvider clock)
    {
        if (response?.Headers is not { RetryAfter: { } header } headers)
            return null;

        // The date is a time of the server's clock, which the response may state.
        var wait = header.Delta ?? header.Date - (headers.Date ?? clock.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }
}
