using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Json;

/// <summary>Converts JSON numbers that a reader has validated, as Newtonsoft.Json does.</summary>
internal static class WireNumber
{
    /// <summary>
    /// The limit of Newtonsoft.Json for integers, because the time to parse one grows with the square of its length.
    /// </summary>
    public const int MaxIntegerLength = 380;

    public static bool IsInteger(ReadOnlySpan<byte> text) => !text.ContainsAny(".eE"u8);

    public static double ToDouble(ReadOnlySpan<byte> text) => !IsInteger(text)
        ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
        : TryLong(text, out var number) ? number : (double)Large(text);

    /// <summary>Returns a <see cref="long"/>, a <see cref="BigInteger"/> or a <see cref="double"/>.</summary>
    public static object ToObject(ReadOnlySpan<byte> text) => !IsInteger(text)
        ? ToDouble(text)
        : TryLong(text, out var number) ? number : (object)Large(text);

    /// <summary>
    /// Writes a fractional number with a decimal point or an exponent, so that it reads as a fractional number again.
    /// </summary>
    public static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsNaN(value))
            json.WriteStringValue("NaN");
        else if (double.IsInfinity(value))
            json.WriteRawValue(value > 0 ? "1e999" : "-1e999", skipInputValidation: true);
        else if (double.IsInteger(value))
            json.WriteRawValue(Fractional(value.ToString("R", CultureInfo.InvariantCulture)), skipInputValidation: true);
        else
            json.WriteNumberValue(value);
    }

    /// <summary>Writes a number that a reader has validated.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        switch (ToObject(text))
        {
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                Write(json, number);
                break;
            case var large:
                json.WriteRawValue(Convert.ToString(large, CultureInfo.InvariantCulture)!, skipInputValidation: true);
                break;
        }
    }

    private static string Fractional(string integer) =>
        integer.Contains('E', StringComparison.Ordinal) ? integer : integer + ".0";

    private static bool TryLong(ReadOnlySpan<byte> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static BigInteger Large(ReadOnlySpan<byte> text) =>
        BigInteger.Parse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture);
}
