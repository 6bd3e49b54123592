using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OnePassword.Events.Json;

namespace OnePassword.Events;

/// <summary>
/// A time as the API sends it: RFC 3339 with up to nine fractional digits. <see cref="Value"/> is for calculations and has the
/// 100 ns resolution of .NET. <see cref="Text"/> is the text that was sent, with every digit.
/// </summary>
/// <remarks>
/// Equality compares the text: <c>11:54:19Z</c> and <c>13:54:19+02:00</c> are not equal. <see cref="IsSameInstant"/>,
/// <see cref="CompareTo"/> and the operators <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> and <c>&gt;=</c> compare the instant, to the
/// nanosecond. A comparison with a <see cref="DateTimeOffset"/> has its resolution of 100 ns.
/// </remarks>
/// <example>
/// <code>
/// DateTimeOffset? local = attempt.Timestamp?.ToDateTimeOffset().ToLocalTime();
/// bool isNew = attempt.Timestamp &gt; TimeProvider.System.GetUtcNow().AddHours(-1);
/// </code>
/// </example>
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftTextConverter<EventTime>))]
[System.Text.Json.Serialization.JsonConverter(typeof(TextJsonConverter<EventTime>))]
public readonly struct EventTime : IEquatable<EventTime>, IComparable<EventTime>, IFormattable, IWireText<EventTime>
{
    private readonly string? _text;

    internal EventTime(DateTimeOffset value, string text) => (Value, _text) = (value, text);

    /// <summary>Creates a time whose <see cref="Text"/> is the shortest RFC 3339 text in UTC.</summary>
    /// <param name="value">The time.</param>
    public EventTime(DateTimeOffset value)
        : this(value, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture))
    {
    }

    /// <summary>Gets the time, truncated to 100 ns, with the offset that was sent.</summary>
    public DateTimeOffset Value { get; }

    /// <summary>Gets the RFC 3339 text that was sent.</summary>
    public string Text => _text ?? new EventTime(Value).Text;

    /// <summary>Parses an RFC 3339 time.</summary>
    /// <param name="text">The text, for example <c>2024-12-02T11:54:19.710457472Z</c>.</param>
    /// <exception cref="FormatException"><paramref name="text"/> is not an RFC 3339 time.</exception>
    public static EventTime Parse(string text) => TryParse(text, out var time)
        ? time
        : throw new FormatException($"'{text}' is not an RFC 3339 time, for example 2024-12-02T11:54:19Z.");

    /// <summary>Tries to parse an RFC 3339 time.</summary>
    /// <param name="text">The text, for example <c>2024-12-02T11:54:19.710457472Z</c>.</param>
    /// <param name="time">The parsed time.</param>
    /// <returns>Whether <paramref name="text"/> is an RFC 3339 time.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out EventTime time)
    {
        time = default;
        if (text is null || !Rfc3339.TryParse(text, out var value))
            return false;
        time = new EventTime(value, text);
        return true;
    }

    /// <summary>Returns <see cref="Value"/>. For a time that may be null: <c>time?.ToDateTimeOffset()</c>.</summary>
    public DateTimeOffset ToDateTimeOffset() => Value;

    /// <summary>Returns <see cref="Value"/>.</summary>
    /// <param name="time">The time.</param>
    public static implicit operator DateTimeOffset(EventTime time) => time.Value;

    /// <summary>Returns a time whose <see cref="Text"/> is the shortest RFC 3339 text in UTC.</summary>
    /// <param name="value">The time.</param>
    public static explicit operator EventTime(DateTimeOffset value) => new(value);

    /// <summary>Parses an RFC 3339 time. Newtonsoft.Json needs this operator to read the keys of a dictionary.</summary>
    /// <param name="text">The text, for example <c>2024-12-02T11:54:19.710457472Z</c>.</param>
    /// <exception cref="FormatException"><paramref name="text"/> is not an RFC 3339 time.</exception>
    public static explicit operator EventTime(string text) => Parse(text);

    /// <summary>Returns the time from <paramref name="right"/> to <paramref name="left"/>.</summary>
    public static TimeSpan operator -(EventTime left, EventTime right) => left.Value - right.Value;

    /// <summary>Returns whether both are the same instant to the nanosecond, even if their texts differ.</summary>
    /// <param name="other">The time to compare with.</param>
    public bool IsSameInstant(EventTime other) => CompareTo(other) == 0;

    /// <summary>
    /// Returns whether both have the same <see cref="Text"/>. <see cref="IsSameInstant"/> compares the instant instead.
    /// </summary>
    /// <param name="other">The time to compare with.</param>
    public bool Equals(EventTime other) => string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventTime other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Compares the times, including the digits below 100 ns.</summary>
    /// <param name="other">The time to compare with.</param>
    public int CompareTo(EventTime other)
    {
        var byValue = Value.CompareTo(other.Value);
        return byValue != 0 ? byValue : Rfc3339.NanosecondsBelowTick(Text).CompareTo(Rfc3339.NanosecondsBelowTick(other.Text));
    }

    /// <summary>Returns <see cref="Text"/>.</summary>
    public override string ToString() => Text;

    /// <summary>Formats <see cref="Value"/>. Without a format, returns <see cref="Text"/>.</summary>
    /// <param name="format">A format of <see cref="DateTimeOffset"/>, or null for <see cref="Text"/>.</param>
    /// <param name="formatProvider">The culture.</param>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) ? Text : Value.ToString(format, formatProvider);

    /// <summary>Returns whether both have the same <see cref="Text"/>.</summary>
    public static bool operator ==(EventTime left, EventTime right) => left.Equals(right);

    /// <summary>Returns whether their <see cref="Text"/> differs.</summary>
    public static bool operator !=(EventTime left, EventTime right) => !left.Equals(right);

    /// <summary>Returns whether <paramref name="left"/> is earlier.</summary>
    public static bool operator <(EventTime left, EventTime right) => left.CompareTo(right) < 0;

    /// <summary>Returns whether <paramref name="left"/> is earlier or the same time.</summary>
    public static bool operator <=(EventTime left, EventTime right) => left.CompareTo(right) <= 0;

    /// <summary>Returns whether <paramref name="left"/> is later.</summary>
    public static bool operator >(EventTime left, EventTime right) => left.CompareTo(right) > 0;

    /// <summary>Returns whether <paramref name="left"/> is later or the same time.</summary>
    public static bool operator >=(EventTime left, EventTime right) => left.CompareTo(right) >= 0;

    bool IWireText<EventTime>.TryParse(string text, out EventTime value) => TryParse(text, out value);
}
