using System.Globalization;
using System.Numerics;
using System.Text;
using Newtonsoft.Json.Linq;

namespace OnePassword.Events;

/// <summary>A JSON number that a reader has found well-formed, as Newtonsoft understands it.</summary>
internal static class WireNumber
{
    /// <summary>How long a whole number may be: Newtonsoft's limit, since parsing takes the square of it.</summary>
    public const int MaxWhole = 380;

    public static bool IsWhole(ReadOnlySpan<byte> text) => !text.ContainsAny(".eE"u8);

    public static double ToDouble(ReadOnlySpan<byte> text) => !IsWhole(text)
        ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
        : TryLong(text, out var number) ? number : (double)Large(text);

    public static JValue ToToken(ReadOnlySpan<byte> text) => !IsWhole(text)
        ? new JValue(ToDouble(text))
        : TryLong(text, out var number) ? new JValue(number) : new JValue((object)Large(text));

    private static bool TryLong(ReadOnlySpan<byte> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static BigInteger Large(ReadOnlySpan<byte> text) => BigInteger.Parse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture);
}
