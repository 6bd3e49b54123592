using System.Globalization;
using System.Text;

namespace OnePassword.Events.Emulator.Wire;

/// <summary>
/// Writes JSON as Go's <c>encoding/json</c> does: it escapes <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c> and leaves all other
/// characters raw. No encoder of System.Text.Json does exactly that.
/// </summary>
internal static class GoJson
{
    public static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);

    /// <summary>Returns a JSON string with its quotes.</summary>
    public static string Quote(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                json.Append('\\').Append(c);
            else if (c is '<' or '>' or '&' or < ' ' or '\u2028' or '\u2029')
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                json.Append(c);
        }

        return json.Append('"').ToString();
    }

    /// <summary>Returns an object of strings without the null members, as Go's <c>omitempty</c> does.</summary>
    public static string Object(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var json = new StringBuilder("{");
        foreach (var (name, value) in members)
        {
            if (value is not null)
                json.Append(json.Length > 1 ? "," : "").Append(Quote(name)).Append(':').Append(Quote(value));
        }

        return json.Append('}').ToString();
    }
}
