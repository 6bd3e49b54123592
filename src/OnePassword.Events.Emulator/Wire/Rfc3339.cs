namespace OnePassword.Events.Emulator.Wire;

/// <summary>
/// RFC 3339 times as nanoseconds since 1970, because .NET's types round to 100 ns. A time outside the range of 64 bits
/// (1678 to 2262) becomes the nearest end of that range.
/// </summary>
internal static class Rfc3339
{
    public const long Second = 1_000_000_000;

    public const long Day = 24 * 3_600 * Second;

    /// <summary>The length of the longest text that <see cref="Write"/> writes.</summary>
    public const int MaxLength = 30;

    public static long FromDateTime(DateTimeOffset time) =>
        Clamp((Int128)(time.UtcTicks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick);

    /// <summary>Adds nanoseconds and stops at either end of the range of 64 bits.</summary>
    public static long Plus(long time, long nanoseconds) => Clamp((Int128)time + nanoseconds);

    /// <summary>Parses <c>yyyy-MM-ddTHH:mm:ss</c>, a fraction of up to nine digits if any, and <c>Z</c> or an offset.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day))
            return false;
        if (!TryClock(text[11..16], out var minutes) || !TryDigits(text[17..19], out var second) || second > 59)
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        if (!TryFraction(text[19..], out var fraction, out var length) || !TryOffset(text[(19 + length)..], out var offset))
            return false;

        var days = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Subtract(DateTime.UnixEpoch).Days;
        var seconds = (days * 86_400L) + ((minutes - offset) * 60L) + second;
        time = Clamp(((Int128)seconds * Second) + fraction);
        return true;
    }

    /// <summary>Writes as Go's <c>time.RFC3339Nano</c> does: in UTC, without trailing zeros of the fraction.</summary>
    public static int Write(Span<byte> target, long time)
    {
        var (day, rest) = FloorDivide(time, Day);
        var (year, month, date) = DateTime.UnixEpoch.AddDays(day);
        Digits(target, year, 4);
        target[4] = target[7] = (byte)'-';
        Digits(target[5..], month, 2);
        Digits(target[8..], date, 2);
        target[10] = (byte)'T';
        var (seconds, fraction) = Math.DivRem(rest, Second);
        Digits(target[11..], (int)(seconds / 3_600), 2);
        target[13] = target[16] = (byte)':';
        Digits(target[14..], (int)(seconds / 60 % 60), 2);
        Digits(target[17..], (int)(seconds % 60), 2);

        var length = 19;
        if (fraction != 0)
        {
            target[19] = (byte)'.';
            Digits(target[20..], (int)fraction, 9);
            for (length = 29; target[length - 1] == '0';)
                length--;
        }

        target[length] = (byte)'Z';
        return length + 1;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out long nanoseconds, out int length)
    {
        nanoseconds = 0;
        length = 0;
        if (text[0] != '.')
            return true;

        var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits is < 1 or > 9 || !TryDigits(text.Slice(1, digits), out var value))
            return false;

        nanoseconds = value;
        for (var i = digits; i < 9; i++)
            nanoseconds *= 10;
        length = digits + 1;
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text is [(byte)'Z'])
            return true;
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || !TryClock(text[1..], out minutes))
            return false;

        minutes = text[0] == '-' ? -minutes : minutes;
        return true;
    }

    private static bool TryClock(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text[2] != ':' || !TryDigits(text[..2], out var hour) || !TryDigits(text[3..], out var minute))
            return false;

        minutes = (hour * 60) + minute;
        return hour <= 23 && minute <= 59;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            value = (value * 10) + (digit - '0');
        }

        return true;
    }

    private static void Digits(Span<byte> target, int value, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            target[i] = (byte)('0' + digit);
        }
    }

    private static (long Quotient, long Remainder) FloorDivide(long value, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(value, divisor);
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder);
    }

    private static long Clamp(Int128 time) => (long)Int128.Clamp(time, long.MinValue, long.MaxValue);
}
