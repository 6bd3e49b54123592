namespace OnePassword.Events.Emulator;

/// <summary>A fault for the next matching requests. It meets only requests that authentication and quota let pass.</summary>
/// <remarks>
/// Faults queue: of all that match a request the first queued decides, and the next has its turn when that one is used up.
/// </remarks>
public sealed record Fault
{
    private const string Ascii = "must be visible ASCII, as headers are";

    /// <summary>Gets the feed whose requests fail.</summary>
    /// <value>Default: null, any of the three feeds.</value>
    public EmulatorFeed? Feed { get; init; }

    /// <summary>Gets whether introspection fails, instead of a feed.</summary>
    /// <value>Default: false.</value>
    public bool Introspect { get; init; }

    /// <summary>Gets the API version whose requests fail.</summary>
    /// <value>Default: null, both.</value>
    public EmulatorApi? Api { get; init; }

    /// <summary>Gets how many requests fail.</summary>
    /// <value>Default: 1.</value>
    public int Times { get; init; } = 1;

    /// <summary>Gets how many matching requests pass unharmed before.</summary>
    /// <value>Default: 0.</value>
    public int After { get; init; }

    /// <summary>Gets the status to answer.</summary>
    /// <value>Default: null, the real one; 200 if only a body is given.</value>
    public int? Status { get; init; }

    /// <summary>Gets the body to answer.</summary>
    /// <value>Default: null, the real one; for a given status the API's error object with the status's phrase.</value>
    public string? Body { get; init; }

    /// <summary>Gets the answer's <c>Content-Type</c>.</summary>
    /// <value>Default: null, <c>application/json</c>.</value>
    public string? ContentType { get; init; }

    /// <summary>Gets headers to add.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the <c>Retry-After</c> header, any text, sensible or not.</summary>
    /// <value>Default: null, none.</value>
    public string? RetryAfter { get; init; }

    /// <summary>Gets the wait before the headers; of <see cref="FaultMode.Trickle"/> that between two pieces.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan Delay { get; init; }

    /// <summary>Gets what goes wrong with the answer.</summary>
    /// <value>Default: <see cref="FaultMode.None"/>.</value>
    public FaultMode Mode { get; init; }

    /// <summary>Checks every member.</summary>
    /// <exception cref="ArgumentException">A member has an impossible value; the message names it.</exception>
    public void Validate()
    {
        Require(Feed is null || !Introspect, nameof(Feed), "and Introspect exclude each other");
        Require(Feed is null || Enum.IsDefined(Feed.Value), nameof(Feed), "is none of the three feeds");
        Require(Api is null || Enum.IsDefined(Api.Value), nameof(Api), "is neither V1 nor V2");
        Require(Times >= 1, nameof(Times), "must be at least 1");
        Require(After >= 0, nameof(After), "must not be negative");
        Require(Status is null or (>= 200 and <= 599), nameof(Status), "must be 200 to 599");
        Require(Delay >= TimeSpan.Zero && Delay <= TimeSpan.FromHours(24), nameof(Delay), "must be zero up to a day");
        Require(Enum.IsDefined(Mode), nameof(Mode), "is unknown");
        Require(Headers is not null && Headers.All(header => IsText(header.Key) && IsText(header.Value)), nameof(Headers), Ascii);
        Require(IsText(ContentType ?? "-"), nameof(ContentType), Ascii);
        Require(IsText(RetryAfter ?? "-"), nameof(RetryAfter), Ascii);
    }

    private static bool IsText(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static void Require(bool satisfied, string member, string rule)
    {
        if (!satisfied)
            throw new ArgumentException($"{member} {rule}.", member);
    }
}
