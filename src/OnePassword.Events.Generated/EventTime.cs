using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Newtonsoft.Json;

namespace OnePassword.Events;

/// <summary>
/// A moment as the API sends it: RFC 3339 with up to nine fractional digits. <see cref="Value"/> is for calculating and has
/// the 100 ns resolution of .NET; <see cref="Text"/> is what was sent, to the last digit.
/// </summary>
[JsonConverter(typeof(EventTimeConverter))]
public readonly struct EventTime : IEquatable<EventTime>, IComparable<EventTime>, IFormattable
{
    private readonly string? _text;

    internal EventTime(DateTimeOffset value, string text) => (Value, _text) = (value, text);

    /// <summary>Creates the time that is sent as the shortest RFC 3339 text, in UTC, of <paramref name="value"/>.</summary>
    /// <param name="value">The moment.</param>
    public EventTime(DateTimeOffset value)
        : this(value, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture))
    {
    }

    /// <summary>The moment, cut (not rounded) to 100 ns, with the offset that was sent.</summary>
    public DateTimeOffset Value { get; }

    /// <summary>The text that was sent.</summary>
    public string Text => _text ?? new EventTime(Value).Text;

    /// <summary>Reads an RFC 3339 time.</summary>
    /// <param name="text">The text, for example <c>2024-12-02T11:54:19.710457472Z</c>.</param>
    /// <exception cref="FormatException"><paramref name="text"/> is not an RFC 3339 time.</exception>
    public static EventTime Parse(string text) => TryParse(text, out var time)
        ? time
        : throw new FormatException($"'{text}' is not a time in RFC 3339 form, such as 2024-12-02T11:54:19Z.");

    /// <summary>Reads an RFC 3339 time, if it is one.</summary>
    /// <param name="text">The text, for example <c>2024-12-02T11:54:19.710457472Z</c>.</param>
    /// <param name="time">The time read.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out EventTime time)
    {
        time = default;
        if (text is null || !Rfc3339.TryParse(text, out var value))
            return false;
        time = new EventTime(value, text);
        return true;
    }

    /// <summary>The moment as a <see cref="DateTimeOffset"/>.</summary>
    /// <param name="time">The time.</param>
    public static implicit operator DateTimeOffset(EventTime time) => time.Value;

    /// <summary>The time that is sent for a moment.</summary>
    /// <param name="value">The moment.</param>
    public static explicit operator EventTime(DateTimeOffset value) => new(value);

    /// <summary>The time from the right one to the left one.</summary>
    public static TimeSpan operator -(EventTime left, EventTime right) => left.Value - right.Value;

    /// <summary>Equal when the sent texts are.</summary>
    /// <param name="other">The time to compare with.</param>
    public bool Equals(EventTime other) => string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EventTime other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Orders by moment; below 100 ns, where .NET sees none, by the digits that were sent.</summary>
    /// <param name="other">The time to compare with.</param>
    public int CompareTo(EventTime other)
    {
        var byValue = Value.CompareTo(other.Value);
        return byValue != 0 ? byValue : Rfc3339.NanosecondsBelowTick(Text).CompareTo(Rfc3339.NanosecondsBelowTick(other.Text));
    }

    /// <summary>The text that was sent.</summary>
    public override string ToString() => Text;

    /// <summary>The moment in a format of <see cref="DateTimeOffset"/>; without one, the text that was sent.</summary>
    /// <param name="format">A format of <see cref="DateTimeOffset"/>, or null.</param>
    /// <param name="formatProvider">The culture.</param>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) ? Text : Value.ToString(format, formatProvider);

    /// <summary>Whether both were sent as the same text.</summary>
    public static bool operator ==(EventTime left, EventTime right) => left.Equals(right);

    /// <summary>Whether the sent texts differ.</summary>
    public static bool operator !=(EventTime left, EventTime right) => !left.Equals(right);

    /// <summary>Whether the left one is earlier.</summary>
    public static bool operator <(EventTime left, EventTime right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one is earlier, or the same moment.</summary>
    public static bool operator <=(EventTime left, EventTime right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one is later.</summary>
    public static bool operator >(EventTime left, EventTime right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one is later, or the same moment.</summary>
    public static bool operator >=(EventTime left, EventTime right) => left.CompareTo(right) >= 0;
}
