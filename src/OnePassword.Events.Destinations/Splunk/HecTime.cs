using System.Buffers;
using System.Globalization;

namespace OnePassword.Events.Destinations.Splunk;

/// <summary>The time of an event in seconds since 1970, with the fractional digits as text: a double would round them.</summary>
internal static class HecTime
{
    private const int SecondsEnd = 19; // yyyy-MM-ddTHH:mm:ss
    private const int MaxDigits = 9;

    /// <summary>Writes <c>,"time":</c> and the number. An event before 1970 has no usable time, and nothing is written.</summary>
    public static void Write(EventTime time, IBufferWriter<byte> output)
    {
        var text = time.Text;
        var seconds = time.Value.ToUnixTimeSeconds() + (text[SecondsEnd - 2] == '6' ? 1 : 0); // .NET has no leap second.
        if (seconds < 0)
            return;
        output.Write(",\"time\":"u8);
        Span<byte> buffer = stackalloc byte[20 + 1 + MaxDigits];
        seconds.TryFormat(buffer, out var length, provider: CultureInfo.InvariantCulture);
        if (text[SecondsEnd] == '.')
        {
            buffer[length++] = (byte)'.';
            for (var i = SecondsEnd + 1; i <= SecondsEnd + MaxDigits && char.IsAsciiDigit(text[i]); i++)
                buffer[length++] = (byte)text[i];
        }
        output.Write(buffer[..length]);
    }
}
