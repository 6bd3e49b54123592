namespace OnePassword.Events.Emulator;

/// <summary>
/// The format of the <c>Retry-After</c> header of a 429. The API does not document the header, so a client must accept each
/// format.
/// </summary>
public enum RetryAfterFormat
{
    /// <summary>Whole seconds, rounded up.</summary>
    Seconds,

    /// <summary>An RFC 1123 date, rounded up to a whole second.</summary>
    Date,

    /// <summary>No header.</summary>
    None,
}
