using OnePassword.Events.Emulator.Access;

namespace OnePassword.Events.Emulator;

/// <summary>Options of the emulator. By default, it behaves like the documented API.</summary>
public sealed record EmulatorOptions
{
    private const string GenerationNames = "Seed, EventsPerFeed, Span, LateShare and UnknownFields";

    /// <summary>Gets the port on 127.0.0.1.</summary>
    /// <value>Default: 0, a free port.</value>
    public int Port { get; init; }

    /// <summary>Gets whether the emulator serves https with a certificate that it creates for this run.</summary>
    /// <value>Default: false, http.</value>
    /// <remarks>Clients must trust <see cref="EventsEmulator.CertificateAuthority"/>, which differs in every run.</remarks>
    public bool Tls { get; init; }

    /// <summary>Gets the seed of the generated events. The same seed, span and start time generate the same bytes.</summary>
    /// <value>Default: 0.</value>
    public long Seed { get; init; }

    /// <summary>Gets the number of events per feed at the start. Events are generated when they are served.</summary>
    /// <value>Default: 1,000.</value>
    public int EventsPerFeed { get; init; } = 1_000;

    /// <summary>Gets the length of the time range of the generated events. It ends at the start of the emulator.</summary>
    /// <value>Default: 24 hours.</value>
    /// <remarks>The emulator does not serve events that are older than the API's retention of 120 days.</remarks>
    public TimeSpan Span { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Gets the folder of recorded events to serve, byte for byte, instead of generated events.</summary>
    /// <value>Default: null, generated events.</value>
    /// <remarks>
    /// <para>
    /// The folder contains <c>auditevents.ndjson</c>, <c>itemusages.ndjson</c> and <c>signinattempts.ndjson</c> with one event
    /// per line, as <c>op-events export</c> writes them. Numbered files such as <c>auditevents-00000001.ndjson</c>, as
    /// <c>op-events follow</c> writes them, come next in the order of their numbers. A feed without a file is empty.
    /// </para>
    /// <para>
    /// Both versions of the API serve the same lines in the order of the files. The retention of 120 days does not apply. A
    /// cursor survives a restart as long as the lines are the same.
    /// </para>
    /// <para>
    /// The emulator serves every line that is a JSON object with a <c>uuid</c>. A line without an RFC 3339
    /// <c>timestamp</c> gets the time of an adjacent line. <see cref="EventsEmulator.ReplayWarnings"/> lists these lines and
    /// the lines that are not served.
    /// </para>
    /// <para>
    /// The emulator checks all lines at the start and reads them again when it serves them, so the files must not change. It
    /// unpacks <c>.gz</c> files to temporary files and deletes them when it stops.
    /// </para>
    /// </remarks>
    public string? Replay { get; init; }

    /// <summary>Gets the time on the emulator's clock at the start.</summary>
    /// <value>Default: null, the time of <see cref="TimeProvider"/>.</value>
    /// <remarks>
    /// With the same time, seed and other options, a restarted emulator serves the same events and accepts old cursors. Appended
    /// events and queued faults do not survive a restart.
    /// </remarks>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Gets the clock for latency, quotas, default time ranges and the request log.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets the wait before each response of the API.</summary>
    /// <value>Default: zero.</value>
    public TimeSpan Latency { get; init; }

    /// <summary>Gets the quota of the token.</summary>
    /// <value>Default: <see cref="Quota.Default"/>.</value>
    public Quota Quota { get; init; } = Quota.Default;

    /// <summary>Gets the format of <c>Retry-After</c> on a 429, which the API does not document.</summary>
    /// <value>Default: <see cref="RetryAfterFormat.Seconds"/>.</value>
    public RetryAfterFormat RetryAfter { get; init; }

    /// <summary>Gets the bearer token that the emulator accepts, any visible ASCII without spaces.</summary>
    /// <value>Default: null, a JWT with the structure of a real token and the emulator as its audience.</value>
    /// <remarks>Introspection returns the claims of a JWT. Its features limit the feeds that it can read.</remarks>
    /// <seealso cref="EventsEmulator.RotateToken"/>
    public string? Token { get; init; }

    /// <summary>Gets the feeds that the token can read. A request to another feed gets status 401.</summary>
    /// <value>Default: all three feeds.</value>
    public IReadOnlyCollection<EmulatorFeed> Features { get; init; } = Enum.GetValues<EmulatorFeed>();

    /// <summary>Gets whether a time range includes an event at its <c>end_time</c>. The API does not document it.</summary>
    /// <value>Default: false.</value>
    public bool EndInclusive { get; init; }

    /// <summary>Gets whether generated events also have fields and enum values that are not in any specification.</summary>
    /// <value>Default: false.</value>
    public bool UnknownFields { get; init; }

    /// <summary>Gets the share, 0 to 1, of generated events that arrive up to a day after their timestamp.</summary>
    /// <value>Default: 0.</value>
    public double LateShare { get; init; }

    /// <summary>Gets whether a full last page has <c>has_more: true</c> and an empty page follows, as the API may do.</summary>
    /// <value>Default: false.</value>
    public bool TrailingEmptyPage { get; init; }

    /// <summary>Gets whether pages and generated events have line breaks and spaces.</summary>
    /// <value>Default: false.</value>
    public bool Indented { get; init; }

    /// <summary>Gets whether the emulator rejects requests that differ from the documentation.</summary>
    /// <value>Default: true.</value>
    /// <remarks>
    /// <para>
    /// If false, the emulator accepts the same requests as a Go service that ignores unknown members. It ignores unknown keys,
    /// wrapper objects included. Null, zero, an empty string and Go's zero time count as absent. A cursor has priority over
    /// other keys. Any method and an empty body are accepted. 1Password does not document the requests that its service accepts.
    /// </para>
    /// <para>The body of a response with status 400 or 405 contains the reason, and so does the request log.</para>
    /// </remarks>
    public bool Strict { get; init; } = true;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option has an invalid value; the message names it.</exception>
    public void Validate()
    {
        Require(Port is >= 0 and <= 65_535, nameof(Port), "must be 0 (a free port) to 65535");
        Require(EventsPerFeed >= 0, nameof(EventsPerFeed), "must not be negative");
        Require(Span > TimeSpan.Zero && Span <= TimeSpan.FromDays(3_650), nameof(Span), "must be above 0 and at most 3650 days");
        Require(Span.Ticks >= EventsPerFeed, nameof(Span), "must be at least 100 ns per event");
        Require(Replay is null || !string.IsNullOrWhiteSpace(Replay), nameof(Replay), "must name a folder");
        Require(Replay is null || Generation(this) == Generation(new()), nameof(Replay), $"excludes {GenerationNames}");
        Require(Now is null || Now.Value.UtcDateTime.Year is >= 2000 and <= 2200, nameof(Now), "must be in 2000 to 2200");
        Require(TimeProvider is not null, nameof(TimeProvider), "must not be null");
        Require(Latency >= TimeSpan.Zero && Latency <= TimeSpan.FromHours(1), nameof(Latency), "must be zero to one hour");
        Require(Quota is { PerMinute: null or > 0, PerHour: null or > 0 }, nameof(Quota), "must allow at least one request");
        Require(Enum.IsDefined(RetryAfter), nameof(RetryAfter), "must be Seconds, Date or None");
        Require(Token is null || AccessTokens.IsValid(Token), nameof(Token), "must be visible ASCII");
        Require(Features is not null && Features.All(Enum.IsDefined), nameof(Features), "must contain only feeds");
        Require(LateShare is >= 0 and <= 1, nameof(LateShare), "must be 0 to 1");
    }

    private static (long, int, TimeSpan, double, bool) Generation(EmulatorOptions options) =>
        (options.Seed, options.EventsPerFeed, options.Span, options.LateShare, options.UnknownFields);

    private static void Require(bool satisfied, string option, string rule)
    {
        if (!satisfied)
            throw new ArgumentException($"{option} {rule}.", option);
    }
}
