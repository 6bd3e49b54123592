using System.Text.Unicode;
using OnePassword.Events.Destinations.Feeds;
using OnePassword.Events.Formats;
using OnePassword.Events.Json;

namespace OnePassword.Events.Destinations.Otlp;

/// <summary>The log record of an event.</summary>
internal sealed record LogRecord
{
    private const int Info = 9;
    private const int Warn = 13;

    /// <summary>Gets the time of the event in nanoseconds since 1970; 0 if it is unknown.</summary>
    public required ulong Time { get; init; }

    /// <summary>Gets the time of the read in nanoseconds since 1970.</summary>
    public required ulong ObservedTime { get; init; }

    public required string EventName { get; init; }

    /// <summary>Gets the bytes of the event.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets a value indicating whether the body is valid UTF-8, as a string of protobuf must be.</summary>
    public required bool IsText { get; init; }

    public required IReadOnlyList<(string Key, string Value)> Attributes { get; init; }

    public required int Severity { get; init; }

    public string SeverityText => Severity == Warn ? "WARN" : "INFO";

    public static LogRecord Of(in RawEvent rawEvent, EventOrigin origin)
    {
        var attributes = LogAttributes.Of(rawEvent, origin);
        return new LogRecord
        {
            Time = rawEvent.Timestamp is { } time ? Nanoseconds(time, Rfc3339.NanosecondsBelowTick(time.Text)) : 0,
            ObservedTime = Nanoseconds(origin.ReadAt, belowTick: 0),
            EventName = $"onepassword.{FeedDataset.Of(origin.Feed)?[..^1] ?? origin.Feed}", // In the singular.
            Body = rawEvent.Json,
            IsText = Utf8.IsValid(rawEvent.Json.Span),
            Attributes = attributes,
            Severity = IsFailedSignIn(origin, attributes) ? Warn : Info,
        };
    }

    // A sign-in without a category is not known to have failed.
    private static bool IsFailedSignIn(EventOrigin origin, List<(string Key, string Value)> attributes) =>
        origin.Feed == FeedNames.SignInAttempts && attributes.Exists(one =>
            one.Key == "onepassword.category" && !EventSeverities.IsSuccess(one.Value));

    // A leap second has no nanoseconds of its own.
    private static ulong Nanoseconds(DateTimeOffset time, int belowTick) =>
        time < DateTimeOffset.UnixEpoch ? 0
        : (ulong)(UInt128.Min(
            ((UInt128)(time - DateTimeOffset.UnixEpoch).Ticks * 100) + (uint)Math.Min(belowTick, 99), ulong.MaxValue));
}
