namespace OnePassword.Events.Json;

/// <summary>
/// Parses the grammar of RFC 3339, section 5.6, without allocating. The parsers of .NET either accept more than the grammar
/// or stop at seven fractional digits.
/// </summary>
internal static class Rfc3339
{
    private const int SecondsEnd = 19; // yyyy-MM-ddTHH:mm:ss
    private const int TickDigits = 7;
    private const int MaxOffsetMinutes = 14 * 60;

    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length < SecondsEnd + 1 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't' or ' ')
            || text[13] != ':' || text[16] != ':'
            || !Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute)
            || !Digits(text[17..19], out var second))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59
            || second > 60)
            return false;

        var rest = text[SecondsEnd..];
        if (!Fraction(ref rest, out var ticks) || !Offset(rest, out var offset))
            return false;

        // .NET cannot express a leap second. It becomes the last tick of its minute.
        var time = second == 60
            ? new DateTime(year, month, day, hour, minute, 59).AddTicks(TimeSpan.TicksPerSecond - 1)
            : new DateTime(year, month, day, hour, minute, second).AddTicks(ticks);
        var utcTicks = time.Ticks - offset.Ticks;
        if (utcTicks < DateTime.MinValue.Ticks || utcTicks > DateTime.MaxValue.Ticks)
            return false;
        value = new DateTimeOffset(time, offset);
        return true;
    }

    /// <summary>Returns the nanoseconds below 100 ns, from 0 to 99, and 100 for a leap second.</summary>
    public static int NanosecondsBelowTick(ReadOnlySpan<char> text)
    {
        if (text.Length > SecondsEnd && text[SecondsEnd - 2] == '6')
            return 100; // Later than the last tick of its minute.
        var first = SecondsEnd + 1 + TickDigits;
        if (text.Length <= first || text[SecondsEnd] != '.' || !char.IsAsciiDigit(text[first]))
            return 0;
        var tens = (text[first] - '0') * 10;
        return text.Length > first + 1 && char.IsAsciiDigit(text[first + 1]) ? tens + text[first + 1] - '0' : tens;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            number = number * 10 + c - '0';
        }
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<char> rest, out int ticks)
    {
        ticks = 0;
        if (rest[0] != '.')
            return true;
        var length = 1;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
            length++;
        for (var i = 1; i <= TickDigits; i++)
            ticks = ticks * 10 + (i < length ? rest[i] - '0' : 0);
        rest = rest[length..];
        return length > 1 && !rest.IsEmpty;
    }

    private static bool Offset(ReadOnlySpan<char> rest, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (rest is "Z" or "z")
            return true;
        if (rest.Length != 6 || rest[0] is not ('+' or '-') || rest[3] != ':'
            || !Digits(rest[1..3], out var hours) || !Digits(rest[4..6], out var minutes) || minutes > 59)
            return false;
        var total = hours * 60 + minutes;
        offset = TimeSpan.FromMinutes(rest[0] == '-' ? -total : total);
        return total <= MaxOffsetMinutes;
    }
}
