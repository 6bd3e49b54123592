using System.Globalization;

namespace OnePassword.Events.Formats;

/// <summary>Recognizes the parts of a place that destinations accept.</summary>
internal static class Place
{
    /// <summary>Returns whether a value has the form of a country code of ISO 3166-1 alpha-2. The API also sends names.</summary>
    public static bool IsCountryCode(JsonField field) =>
        field.RawText.Length == 2 && field.RawText.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0;

    /// <summary>Returns whether a value is a number from minus <paramref name="max"/> to <paramref name="max"/>.</summary>
    public static bool IsDegrees(JsonField field, double max) =>
        field.IsNumber && double.TryParse(field.Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
            && Math.Abs(degrees) <= max;
}
