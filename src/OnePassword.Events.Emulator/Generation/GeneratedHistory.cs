using OnePassword.Events.Emulator.Events;
using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>Generated events of all feeds. They depend only on the options and the time at the start.</summary>
internal sealed class GeneratedHistory : IEventHistory
{
    private readonly EmulatorOptions _options;
    private readonly ulong _seed;
    private readonly long _now;

    public GeneratedHistory(EmulatorOptions options, Population population, DateTimeOffset now)
    {
        _options = options;
        _seed = unchecked((ulong)options.Seed);
        _now = Rfc3339.FromDateTime(now);

        var (audit, usages, signIns) = (EmulatorFeed.AuditEvents, EmulatorFeed.ItemUsages, EmulatorFeed.SignInAttempts);
        var auditKinds = KindsOf(audit, AuditVocabulary.All, AuditVocabulary.Common, AuditVocabulary.Unknown);
        var usageKinds = KindsOf(usages, ItemUsageVocabulary.All, ItemUsageVocabulary.Common, ItemUsageVocabulary.Unknown);
        var signInKinds = KindsOf(signIns, SignInVocabulary.All, SignInVocabulary.Common, SignInVocabulary.Unknown);
        var signInDraws = new SignIns(ContentOf(signIns), signInKinds, population, TimesOf(signIns));
        Feeds =
        [
            EventsOf(audit, new AuditEventWriter(ContentOf(audit), auditKinds, signInDraws, population)),
            EventsOf(usages, new ItemUsageWriter(ContentOf(usages), usageKinds, population)),
            EventsOf(signIns, new SignInAttemptWriter(signInDraws, population)),
        ];
    }

    public IReadOnlyList<IEventSource> Feeds { get; }

    public ulong Fingerprint
    {
        get
        {
            var events = Rng.Key(Rng.Key(_seed, unchecked((ulong)_now)), (ulong)_options.EventsPerFeed);
            return Rng.Key(Rng.Key(events, (ulong)_options.Span.Ticks), BitConverter.DoubleToUInt64Bits(_options.LateShare));
        }
    }

    public bool Expires => true;

    private GeneratedEvents EventsOf(EmulatorFeed feed, IEventWriter writer) =>
        new(TimesOf(feed), writer, _options.UnknownFields, _options.Indented);

    private ShuffledSequence<TKind> KindsOf<TKind>(
        EmulatorFeed feed, IReadOnlyList<TKind> all, IReadOnlyList<TKind> common, IReadOnlyList<TKind> unknown) =>
        new(Rng.Key(_seed, RngStream.Kinds(feed)), _options.UnknownFields ? [.. all, .. unknown] : all, common);

    private ulong ContentOf(EmulatorFeed feed) => Rng.Key(_seed, RngStream.Content(feed));

    private Timeline TimesOf(EmulatorFeed feed)
    {
        var span = _options.Span.Ticks * TimeSpan.NanosecondsPerTick;
        return new(Rng.Key(_seed, RngStream.Times(feed)), _now - span, span, _options.EventsPerFeed, _options.LateShare);
    }
}
