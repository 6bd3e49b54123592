using OnePassword.Events.Emulator.Recorded;

namespace OnePassword.Events.Emulator.Events;

/// <summary>
/// The three feeds and the account they belong to: a pure function of seed, span, now and the other options, but that a
/// recording takes the place of the generated events.
/// </summary>
internal sealed class EventStore : IDisposable
{
    /// <summary>How long the API keeps events: older ones are not served (docs/events-api/introduction).</summary>
    private const long Retention = 120 * Rfc3339.Day;

    private readonly EmulatorOptions _options;
    private readonly long _now;
    private readonly Recording? _recording;
    private readonly EventFeed[] _feeds;

    public EventStore(EmulatorOptions options, DateTimeOffset now, Recording? recording)
    {
        (_options, _recording) = (options, recording);
        _now = Rfc3339.FromDateTime(now);
        Seed = unchecked((ulong)options.Seed);
        Population = new Population(Seed, options.UnknownFields);
        IReadOnlyList<IEventSource> sources = recording is null ? Generated() : recording.Feeds;
        _feeds = [.. sources.Select(source => new EventFeed(source))];
    }

    public ulong Seed { get; }

    public Population Population { get; }

    /// <summary>Gets what two emulators share only if their events have the same positions and times.</summary>
    public ulong Fingerprint
    {
        get
        {
            if (_recording is not null)
                return _recording.Fingerprint;

            var events = Rng.Key(Rng.Key(Seed, unchecked((ulong)_now)), (ulong)_options.EventsPerFeed);
            return Rng.Key(Rng.Key(events, (ulong)_options.Span.Ticks), BitConverter.DoubleToUInt64Bits(_options.LateShare));
        }
    }

    public EventFeed this[EmulatorFeed feed] => _feeds[(int)feed];

    /// <summary>The part of a window that the API still serves: of a recording all, or it would fade with the days.</summary>
    public Window Retained(Window window, DateTimeOffset now) =>
        _recording is null ? window.NotBefore(Rfc3339.FromDateTime(now) - Retention) : window;

    public void Dispose() => _recording?.Dispose();

    /// <summary>In the order of <see cref="EmulatorFeed"/>.</summary>
    private GeneratedEvents[] Generated()
    {
        var (audit, usages, signIns) = (EmulatorFeed.AuditEvents, EmulatorFeed.ItemUsages, EmulatorFeed.SignInAttempts);
        var auditDeck = DeckOf(audit, AuditVocabulary.All, AuditVocabulary.Everyday, AuditVocabulary.Unknown);
        var usageDeck = DeckOf(usages, ItemUsageVocabulary.All, ItemUsageVocabulary.Everyday, ItemUsageVocabulary.Unknown);
        var signInDeck = DeckOf(signIns, SignInVocabulary.All, SignInVocabulary.Everyday, SignInVocabulary.Unknown);
        var draws = new SignIns(ContentOf(signIns), signInDeck, Population, TimesOf(signIns));

        return
        [
            EventsOf(audit, new AuditEventWriter(ContentOf(audit), auditDeck, draws, Population)),
            EventsOf(usages, new ItemUsageWriter(ContentOf(usages), usageDeck, Population)),
            EventsOf(signIns, new SignInAttemptWriter(draws, Population)),
        ];
    }

    private GeneratedEvents EventsOf(EmulatorFeed feed, IEventWriter writer) =>
        new(TimesOf(feed), writer, _options.UnknownFields, _options.Indented);

    private Deck<TKind> DeckOf<TKind>(
        EmulatorFeed feed, IReadOnlyList<TKind> all, IReadOnlyList<TKind> everyday, IReadOnlyList<TKind> unknown) =>
        new(Rng.Key(Seed, Purpose.Kinds(feed)), _options.UnknownFields ? [.. all, .. unknown] : all, everyday);

    private ulong ContentOf(EmulatorFeed feed) => Rng.Key(Seed, Purpose.Content(feed));

    private Timeline TimesOf(EmulatorFeed feed)
    {
        var span = _options.Span.Ticks * TimeSpan.NanosecondsPerTick;
        return new(Rng.Key(Seed, Purpose.Times(feed)), _now - span, span, _options.EventsPerFeed, _options.LateShare);
    }
}
