namespace OnePassword.Events.Emulator.Events;

/// <summary>The three feeds and the account they belong to, a pure function of seed, span, now and the other options.</summary>
internal sealed class EventStore
{
    /// <summary>How long the API keeps events: older ones are not served (docs/events-api/introduction).</summary>
    private const long Retention = 120 * Rfc3339.Day;

    private readonly EmulatorOptions _options;
    private readonly long _now;
    private readonly EventFeed[] _feeds;

    public EventStore(EmulatorOptions options, DateTimeOffset now)
    {
        _options = options;
        _now = Rfc3339.FromDateTime(now);
        Seed = unchecked((ulong)options.Seed);
        Population = new Population(Seed, options.UnknownFields);

        var (audit, usages, signIns) = (EmulatorFeed.AuditEvents, EmulatorFeed.ItemUsages, EmulatorFeed.SignInAttempts);
        var auditDeck = DeckOf(audit, AuditVocabulary.All, AuditVocabulary.Everyday, AuditVocabulary.Unknown);
        var usageDeck = DeckOf(usages, ItemUsageVocabulary.All, ItemUsageVocabulary.Everyday, ItemUsageVocabulary.Unknown);
        var signInDeck = DeckOf(signIns, SignInVocabulary.All, SignInVocabulary.Everyday, SignInVocabulary.Unknown);
        var draws = new SignIns(ContentOf(signIns), signInDeck, Population, TimesOf(signIns));

        // In the order of EmulatorFeed.
        _feeds =
        [
            FeedOf(audit, new AuditEventWriter(ContentOf(audit), auditDeck, draws, Population)),
            FeedOf(usages, new ItemUsageWriter(ContentOf(usages), usageDeck, Population)),
            FeedOf(signIns, new SignInAttemptWriter(draws, Population)),
        ];
    }

    public ulong Seed { get; }

    public Population Population { get; }

    /// <summary>Gets what two emulators share only if their generated events have the same positions and times.</summary>
    public ulong Fingerprint
    {
        get
        {
            var events = Rng.Key(Rng.Key(Seed, unchecked((ulong)_now)), (ulong)_options.EventsPerFeed);
            return Rng.Key(Rng.Key(events, (ulong)_options.Span.Ticks), BitConverter.DoubleToUInt64Bits(_options.LateShare));
        }
    }

    public EventFeed this[EmulatorFeed feed] => _feeds[(int)feed];

    /// <summary>The part of a window that the API still serves.</summary>
    public static Window Retained(Window window, DateTimeOffset now) =>
        window.NotBefore(Rfc3339.FromDateTime(now) - Retention);

    private EventFeed FeedOf(EmulatorFeed feed, IEventWriter writer) =>
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
