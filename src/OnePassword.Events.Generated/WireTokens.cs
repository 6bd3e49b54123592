using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace OnePassword.Events;

/// <summary>Makes Newtonsoft's tokens of fields that were kept as text.</summary>
internal static class WireTokens
{
    // They were read within another depth before.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1_024 };

    /// <summary>The fields of an object; of those that stand twice, the last.</summary>
    public static Dictionary<string, JToken> Fields(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        var fields = new Dictionary<string, JToken>(StringComparer.Ordinal);
        while (NextField(ref reader, out var name))
            fields[name] = Token(ref reader);
        return fields;
    }

    private static JToken Token(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.StartObject => Object(ref json),
        JsonTokenType.StartArray => Array(ref json),
        JsonTokenType.String => new JValue(Text(json)),
        JsonTokenType.Number => WireNumber.ToToken(json.ValueSpan),
        JsonTokenType.Null => JValue.CreateNull(),
        var yesOrNo => new JValue(yesOrNo == JsonTokenType.True),
    };

    private static JObject Object(ref Utf8JsonReader json)
    {
        var token = new JObject();
        while (NextField(ref json, out var name))
            token[name] = Token(ref json);
        return token;
    }

    private static JArray Array(ref Utf8JsonReader json)
    {
        var token = new JArray();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            token.Add(Token(ref json));
        return token;
    }

    private static bool NextField(ref Utf8JsonReader json, out string name)
    {
        json.Read();
        name = json.TokenType == JsonTokenType.PropertyName ? Text(json) : "";
        return json.TokenType == JsonTokenType.PropertyName && json.Read();
    }

    private static string Text(in Utf8JsonReader json) => WireText.Of(json.ValueSpan, json.ValueIsEscaped);
}
