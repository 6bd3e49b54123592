using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace OnePassword.Events.Generated.Tests.Json;

internal static class Tokens
{
    /// <summary>Parses JSON and leaves strings that look like dates unchanged.</summary>
    public static JObject Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json))
        {
            DateParseHandling = DateParseHandling.None,
            MaxDepth = null,
        };
        return JObject.Load(reader);
    }

    /// <summary>Returns the JSON without white space.</summary>
    public static string Compact(string json) => Parse(json).ToString(Formatting.None);

    /// <summary>Returns the JSON without white space, with the outermost fields sorted by name.</summary>
    public static string Sorted(string json) =>
        new JObject(Parse(json).Properties().OrderBy(field => field.Name, StringComparer.Ordinal)).ToString(Formatting.None);

    public static string Compact(this JToken token) => token.ToString(Formatting.None);
}
