namespace OnePassword.Events.Emulator;

/// <summary>
/// How a 429 says when to come back. The API documents no <c>Retry-After</c>, so a client must cope with each form.
/// </summary>
public enum RetryAfterForm
{
    /// <summary>Whole seconds, rounded up.</summary>
    Seconds,

    /// <summary>An RFC 1123 date, rounded up to a whole second.</summary>
    Date,

    /// <summary>No header at all.</summary>
    None,
}
