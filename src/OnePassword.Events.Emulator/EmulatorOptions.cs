namespace OnePassword.Events.Emulator;

/// <summary>What the emulator serves and how it behaves. The defaults are the API as documented.</summary>
public sealed record EmulatorOptions
{
    private const string GenerationNames = "Seed, EventsPerFeed, Span, LateShare and UnknownFields";

    /// <summary>Gets the port on 127.0.0.1.</summary>
    /// <value>Default: 0, a free port.</value>
    public int Port { get; init; }

    /// <summary>Gets whether the emulator serves https, with a certificate that is made for this run.</summary>
    /// <value>Default: false, http.</value>
    /// <remarks>Clients must trust <see cref="EventsEmulator.CertificateAuthority"/>, which is another one in every run.</remarks>
    public bool Tls { get; init; }

    /// <summary>Gets the seed of every generated event: the same seed, span and now give the same bytes.</summary>
    /// <value>Default: 0.</value>
    public long Seed { get; init; }

    /// <summary>Gets how many events each feed holds at the start, generated when served: a million cost nothing.</summary>
    /// <value>Default: 1,000.</value>
    public int EventsPerFeed { get; init; } = 1_000;

    /// <summary>Gets how far back the generated events reach from now.</summary>
    /// <value>Default: 24 hours.</value>
    /// <remarks>Events older than the API's 120 days of retention exist, but are not served.</remarks>
    public TimeSpan Span { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Gets the folder of recorded events that are served, byte for byte, instead of generated ones.</summary>
    /// <value>Default: null, none: the events are generated.</value>
    /// <remarks>
    /// <para>
    /// It holds <c>auditevents.ndjson</c>, <c>itemusages.ndjson</c>, <c>signinattempts.ndjson</c>, an event a line, as
    /// <c>op-events export</c> writes them, and after each of them its files with a number, by that number, such as
    /// <c>auditevents-00000001.ndjson</c>, as <c>op-events follow</c> writes them; a feed without a file is empty. Both
    /// versions of the API serve the same lines in the order of the files, whatever their age: the retention of 120 days,
    /// counted from a clock that runs on, would let a recording fade. A cursor outlives a restart for as long as the lines
    /// are the same.
    /// </para>
    /// <para>
    /// Every line that is a JSON object with a <c>uuid</c> is served. One whose <c>timestamp</c> is not an RFC 3339 time is
    /// placed by the time of a line beside it. <see cref="EventsEmulator.ReplayNotes"/> names these lines and those that are
    /// not served.
    /// </para>
    /// <para>
    /// All lines are checked at the start and read from their files when they are served, so the files must stay as they
    /// are. Files that end in <c>.gz</c> are unpacked to temporary files, which are gone with the emulator.
    /// </para>
    /// </remarks>
    public string? Replay { get; init; }

    /// <summary>Gets what the emulator's clock shows at the start; it runs on from there.</summary>
    /// <value>Default: null, the time of <see cref="TimeProvider"/>.</value>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Gets the clock behind latency, quotas, default windows and the request log.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets the wait before each answer of the API.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan Latency { get; init; }

    /// <summary>Gets the quota of the token.</summary>
    /// <value>Default: <see cref="Quota.Default"/>.</value>
    public Quota Quota { get; init; } = Quota.Default;

    /// <summary>Gets the form of <c>Retry-After</c> on a 429, which the API does not document.</summary>
    /// <value>Default: <see cref="RetryAfterForm.Seconds"/>.</value>
    public RetryAfterForm RetryAfter { get; init; }

    /// <summary>Gets the one bearer token that is accepted, any string without spaces.</summary>
    /// <value>Default: null, a JWT of the real token's shape whose audience is the emulator itself.</value>
    /// <remarks>If it is a JWT, introspection returns its claims, and it reads the feeds that its features name.</remarks>
    public string? Token { get; init; }

    /// <summary>Gets the feeds that the token may read; another feed answers 401.</summary>
    /// <value>Default: all three.</value>
    public IReadOnlyCollection<EmulatorFeed> Features { get; init; } = Enum.GetValues<EmulatorFeed>();

    /// <summary>Gets whether an event exactly at <c>end_time</c> is in the window; the API does not document it.</summary>
    /// <value>Default: false.</value>
    public bool EndInclusive { get; init; }

    /// <summary>Gets whether generated events also have fields and enum values that no specification names.</summary>
    /// <value>Default: false.</value>
    public bool UnknownFields { get; init; }

    /// <summary>Gets the share, 0 to 1, of generated events that arrive up to a day after their timestamp.</summary>
    /// <value>Default: 0.</value>
    public double LateShare { get; init; }

    /// <summary>Gets whether a full last page says <c>has_more: true</c> and an empty page follows, as the API may.</summary>
    /// <value>Default: false.</value>
    public bool TrailingEmptyPage { get; init; }

    /// <summary>Gets whether pages and generated events are written with line breaks and spaces.</summary>
    /// <value>Default: false.</value>
    public bool Indented { get; init; }

    /// <summary>Gets whether requests must have the documented shape.</summary>
    /// <value>Default: true.</value>
    /// <remarks>
    /// <para>
    /// If false, the emulator accepts what a Go service accepts that ignores unknown members. Unknown keys (wrapper objects
    /// too) are ignored. Null, zero, an empty string and Go's zero time count as absent. A cursor wins over other keys. Any
    /// method and an empty body are accepted. Which of this 1Password's service does is not documented.
    /// </para>
    /// <para>A response 400 or 405 says the reason after its phrase; the request log has the same reason.</para>
    /// </remarks>
    public bool Strict { get; init; } = true;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option has an impossible value; the message names it.</exception>
    public void Validate()
    {
        Require(Port is >= 0 and <= 65_535, nameof(Port), "must be 0 (a free port) to 65535");
        Require(EventsPerFeed >= 0, nameof(EventsPerFeed), "must not be negative");
        Require(Span > TimeSpan.Zero && Span <= TimeSpan.FromDays(3_650), nameof(Span), "must be above zero, up to 3650 days");
        Require(Span.Ticks >= EventsPerFeed, nameof(Span), "is too short for so many events in ascending order");
        Require(Replay is null || !string.IsNullOrWhiteSpace(Replay), nameof(Replay), "must name a folder");
        Require(Replay is null || Generation(this) == Generation(new()), nameof(Replay), $"goes without {GenerationNames}");
        Require(Now is null || Now.Value.UtcDateTime.Year is >= 2000 and <= 2200, nameof(Now), "must lie in 2000 to 2200");
        Require(TimeProvider is not null, nameof(TimeProvider), "must not be null");
        Require(Latency >= TimeSpan.Zero && Latency <= TimeSpan.FromHours(1), nameof(Latency), "must be zero up to an hour");
        Require(Quota is { PerMinute: null or > 0, PerHour: null or > 0 }, nameof(Quota), "must allow at least one request");
        Require(Enum.IsDefined(RetryAfter), nameof(RetryAfter), "is none of the three forms");
        Require(Token is null || (Token.Length > 0 && Token.All(IsVisibleAscii)), nameof(Token), "must be visible ASCII");
        Require(Features is not null && Features.All(Enum.IsDefined), nameof(Features), "must be feeds");
        Require(LateShare is >= 0 and <= 1, nameof(LateShare), "must be 0 to 1");
    }

    // A recording has no use for any of these: whoever sets one has something else in mind.
    private static (long, int, TimeSpan, double, bool) Generation(EmulatorOptions options) =>
        (options.Seed, options.EventsPerFeed, options.Span, options.LateShare, options.UnknownFields);

    private static bool IsVisibleAscii(char c) => c is > ' ' and <= '~';

    private static void Require(bool satisfied, string option, string rule)
    {
        if (!satisfied)
            throw new ArgumentException($"{option} {rule}.", option);
    }
}
