using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using OnePassword.Events.Generated.Tests.OpenApi.Specs;

namespace OnePassword.Events.Generated.Tests.Json.Properties;

/// <summary>
/// The JSON that a DTO writes after it read an object, by the specification and token trees alone: the documented fields, then
/// all other fields. It shares no code with the readers and writers.
/// </summary>
internal static class ReferenceModel
{
    /// <summary>Parses an object; null if a name repeats in it, for which there is no token tree.</summary>
    public static JObject? Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json))
        {
            DateParseHandling = DateParseHandling.None,
            MaxDepth = 512,
        };
        try
        {
            return JObject.Load(reader,
                new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
        }
        catch (JsonReaderException e) when (e.Message.Contains("already exists", StringComparison.Ordinal))
        {
            return null;
        }
    }

    public static JObject Write(Spec spec, string schema, JObject read)
    {
        var documented = new JObject();
        var others = (JObject)read.DeepClone();
        foreach (var field in spec.FieldsOf(schema))
        {
            var name = IsAbsent(read[field.Name]) && field.Value["x-also-read-as"] is { } alias ? (string)alias! : field.Name;
            if (IsAbsent(read[field.Name]))
                others.Remove(field.Name);
            if (IsAbsent(read[name]) || Value(spec, field.Value, read[name]!) is not { } value)
                continue;
            documented[field.Name] = value;
            others.Remove(name);
        }
        return new JObject(documented.Properties().Concat(others.Properties()));
    }

    private static bool IsAbsent(JToken? token) => token is null or { Type: JTokenType.Null };

    // The value as it is written; null if it is mismatched.
    private static JToken? Value(Spec spec, JToken field, JToken value) => (Spec.TypeWord(field), value.Type) switch
    {
        ("string" or "email", JTokenType.String) => value,
        ("date-time", JTokenType.String) => EventTime.TryParse((string?)value, out _) ? value : null,
        ("boolean", JTokenType.Boolean) => value,
        ("int32", JTokenType.Integer) => Integer(value) >= int.MinValue && Integer(value) <= int.MaxValue ? value : null,
        ("int64", JTokenType.Integer) => Integer(value) >= long.MinValue && Integer(value) <= long.MaxValue ? value : null,
        ("double", JTokenType.Integer or JTokenType.Float) => (double)value,
        (var list, JTokenType.Array) when list.EndsWith("[]", StringComparison.Ordinal) =>
            Array(spec, ItemsOf(field), (JArray)value),
        (var schema, JTokenType.String) when spec.Schemas[schema]?["enum"] is not null => value,
        (var schema, JTokenType.Object) when spec.Schemas[schema] is { } target && target["enum"] is null =>
            Write(spec, schema, (JObject)value),
        _ => null,
    };

    private static JToken ItemsOf(JToken field) => field["items"] ?? field["allOf"]![0]!["items"]!;

    private static JArray Array(Spec spec, JToken items, JArray value)
    {
        var read = value.Select(element => (Element: element, Read: IsAbsent(element) ? null : Value(spec, items, element)))
            .ToList();
        return
        [
            .. read.Where(pair => pair.Read is not null).Select(pair => pair.Read!),
            .. read.Where(pair => pair.Read is null).Select(pair => pair.Element),
        ];
    }

    private static BigInteger Integer(JToken value) => ((JValue)value).Value is BigInteger large ? large : (long)value;
}
