using System.Text;
using System.Text.Json;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Config.Reading;

/// <summary>
/// Parses JSON with comments and trailing commas into nodes. Newtonsoft's JToken does not know where a value starts, accepts
/// invalid JSON, and stops at the first duplicate key.
/// </summary>
internal static class ConfigParser
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ConfigNode Parse(ConfigText text)
    {
        var reader = new Utf8JsonReader(
            text.Utf8, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            _ = Strict.GetCharCount(text.Utf8);
            reader.Read();
            var root = Value(ref reader);
            reader.Read(); // Throws if anything follows the value.
            return root;
        }
        catch (DecoderFallbackException e)
        {
            throw Error(text, Math.Max(e.Index, 0), "is not UTF-8");
        }
        catch (JsonException e)
        {
            var offset = Offset(text.Utf8, e);
            throw Error(
                text, offset, Explain(e, atEnd: offset >= text.Utf8.Length, isEmpty: reader.TokenType == JsonTokenType.None));
        }
        catch (InvalidOperationException)
        {
            throw Error(text, (int)reader.TokenStartIndex, "the string contains half a surrogate pair");
        }
    }

    private static ConfigNode Value(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => new ConfigNode(start, JsonValueKind.Object) { Members = Members(ref reader) },
            JsonTokenType.StartArray => new ConfigNode(start, JsonValueKind.Array) { Items = Items(ref reader) },
            JsonTokenType.String => new ConfigNode(start, JsonValueKind.String) { Text = reader.GetString()! },
            JsonTokenType.Number =>
                new ConfigNode(start, JsonValueKind.Number) { Text = Encoding.UTF8.GetString(reader.ValueSpan) },
            JsonTokenType.True => new ConfigNode(start, JsonValueKind.True),
            JsonTokenType.False => new ConfigNode(start, JsonValueKind.False),
            _ => new ConfigNode(start, JsonValueKind.Null),
        };
    }

    private static List<ConfigNode.Member> Members(ref Utf8JsonReader reader)
    {
        var members = new List<ConfigNode.Member>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (start, key) = ((int)reader.TokenStartIndex, reader.GetString()!);
            reader.Read();
            members.Add(new ConfigNode.Member(start, key, Value(ref reader)));
        }
        return members;
    }

    private static List<ConfigNode> Items(ref Utf8JsonReader reader)
    {
        var items = new List<ConfigNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref reader));
        return items;
    }

    private static int Offset(ReadOnlySpan<byte> utf8, JsonException e)
    {
        var line = 0;
        for (var n = e.LineNumber ?? 0; n > 0; n--)
            line += utf8[line..].IndexOf((byte)'\n') + 1;
        return Math.Min(line + (int)(e.BytePositionInLine ?? 0), utf8.Length);
    }

    // The message of .NET shows an unquoted word completely. It may be a token.
    private static string Explain(JsonException e, bool atEnd, bool isEmpty) => (atEnd, isEmpty) switch
    {
        (true, true) => "the file is empty. Run `op-events config schema` for its format",
        (true, _) => "the JSON is incomplete",
        _ when e.Message.Contains("JSON literal", StringComparison.Ordinal) =>
            "is not JSON: an unquoted word must be true, false or null",
        _ => $"is not JSON: {e.Message.Split(" LineNumber:", StringSplitOptions.None)[0].TrimEnd('.')}",
    };

    private static CliException Error(ConfigText text, int offset, string message) =>
        CliException.Usage($"{text.Position(offset)}: {message}");
}
