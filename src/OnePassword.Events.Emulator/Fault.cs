namespace OnePassword.Events.Emulator;

/// <summary>A fault for the next matching requests. Requests that authentication or the quota reject do not count.</summary>
/// <remarks>
/// Faults queue. If several faults match a request, only the first one counts. The next one follows when the first one is used
/// up.
/// </remarks>
public sealed record Fault
{
    private const string Ascii = "must be visible ASCII, because it is a header";

    /// <summary>Gets the feed whose requests fail.</summary>
    /// <value>Default: null, all three feeds.</value>
    public EmulatorFeed? Feed { get; init; }

    /// <summary>Gets whether introspection fails instead of a feed.</summary>
    /// <value>Default: false.</value>
    public bool Introspect { get; init; }

    /// <summary>Gets the API version whose requests fail.</summary>
    /// <value>Default: null, both versions.</value>
    public EmulatorApi? Api { get; init; }

    /// <summary>Gets the number of requests that fail.</summary>
    /// <value>Default: 1.</value>
    public int Times { get; init; } = 1;

    /// <summary>Gets the number of matching requests that succeed before the first failure.</summary>
    /// <value>Default: 0.</value>
    public int After { get; init; }

    /// <summary>Gets the status of the response.</summary>
    /// <value>Default: null, the real status, or 200 if only <see cref="Body"/> is set.</value>
    public int? Status { get; init; }

    /// <summary>Gets the body of the response.</summary>
    /// <value>Default: null, the real body, or the API's error object if <see cref="Status"/> is set.</value>
    public string? Body { get; init; }

    /// <summary>Gets the <c>Content-Type</c> of the response.</summary>
    /// <value>Default: null, <c>application/json</c>.</value>
    public string? ContentType { get; init; }

    /// <summary>Gets additional headers.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the <c>Retry-After</c> header, any valid or invalid text.</summary>
    /// <value>Default: null, no header.</value>
    public string? RetryAfter { get; init; }

    /// <summary>Gets the wait before the headers, or between two pieces with <see cref="FaultMode.Trickle"/>.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan Delay { get; init; }

    /// <summary>Gets how the fault changes the response.</summary>
    /// <value>Default: <see cref="FaultMode.None"/>.</value>
    public FaultMode Mode { get; init; }

    /// <summary>Gets the first invalid property with the rule that it violates; null if the fault is valid.</summary>
    internal (string Property, string Rule)? Problem => this switch
    {
        { Feed: not null, Introspect: true } => (nameof(Feed), "must not be combined with introspection"),
        { Feed: { } feed } when !Enum.IsDefined(feed) => (nameof(Feed), "must be one of the three feeds"),
        { Api: { } api } when !Enum.IsDefined(api) => (nameof(Api), "must be V1 or V2"),
        { Times: < 1 } => (nameof(Times), "must be at least 1"),
        { After: < 0 } => (nameof(After), "must not be negative"),
        { Status: < 200 or > 599 } => (nameof(Status), "must be 200 to 599"),
        { Delay.Ticks: < 0 or > TimeSpan.TicksPerDay } => (nameof(Delay), "must be zero to one day"),
        _ when !Enum.IsDefined(Mode) => (nameof(Mode), "is unknown"),
        { Headers: null } => (nameof(Headers), "must not be null"),
        _ when !Headers.All(header => IsText(header.Key) && IsText(header.Value)) => (nameof(Headers), Ascii),
        _ when !IsText(ContentType ?? "-") => (nameof(ContentType), Ascii),
        _ when !IsText(RetryAfter ?? "-") => (nameof(RetryAfter), Ascii),
        _ => null,
    };

    /// <summary>Checks every property.</summary>
    /// <exception cref="ArgumentException">A property has an invalid value; the message names it.</exception>
    public void Validate()
    {
        if (Problem is var (property, rule))
            throw new ArgumentException($"{property} {rule}.", property);
    }

    private static bool IsText(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
