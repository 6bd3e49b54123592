using System.Text.Json.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using OnePassword.Events.Generated.Tests.OpenApi.Specs;

namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>Every public type with both JSON libraries: alone, and where users put it.</summary>
[TestFixtureSource(typeof(UserSerializer), nameof(UserSerializer.All))]
public class PublicTypeJsonTests(UserSerializer serializer)
{
    private const string Time = "2024-12-02T11:54:19.710457472Z";

    /// <summary>A type, and JSON with every field of it and an unknown one.</summary>
    private static IEnumerable<TestCaseData> Types() =>
        from spec in Spec.Both
        from name in spec.Generated
        select new TestCaseData(spec.TypeOf(name), JsonOf(spec, name)).SetArgDisplayNames($"{spec}.{name}");

    private static IEnumerable<TestCaseData> Texts() =>
        Types().Where(type => ((Type)type.Arguments[0]!).IsValueType).Append(new TestCaseData(typeof(EventTime), $"\"{Time}\"").SetArgDisplayNames("EventTime"));

    private static IEnumerable<TestCaseData> All() => Types().Concat(Texts().TakeLast(1))
        .Append(new TestCaseData(typeof(AdditionalProperties), """{"a":{"b":[1,"2024-12-02T11:54:19Z",0.25,null]},"c":true}""").SetArgDisplayNames("AdditionalProperties"));

    [TestCaseSource(nameof(All))]
    public void A_public_type_survives_a_round_trip(Type type, string json) => AssertRoundTrip(json, type);

    [TestCaseSource(nameof(All))]
    public void A_public_type_survives_a_round_trip_in_the_types_of_a_user(Type type, string json)
    {
        AssertRoundTrip($$$"""{"one":{{{json}}},"many":[{{{json}}},{{{json}}}],"by":{"x":{{{json}}}}}""", typeof(Holder<>).MakeGenericType(type));
        AssertRoundTrip($"[{json},{json}]", type.MakeArrayType());
    }

    [TestCaseSource(nameof(Texts))]
    public void A_value_survives_a_round_trip_as_the_key_of_a_dictionary(Type type, string json) =>
        AssertRoundTrip($$"""{{{json}}:1,"2024-12-02T11:54:18.000000001Z":2}""", typeof(Dictionary<,>).MakeGenericType(type, typeof(int)));

    [TestCaseSource(nameof(Texts))]
    public void A_nullable_value_survives_a_round_trip(Type type, string json)
    {
        AssertRoundTrip("null", typeof(Nullable<>).MakeGenericType(type));
        AssertRoundTrip($"[{json},null]", typeof(Nullable<>).MakeGenericType(type).MakeArrayType());
    }

    // Newtonsoft.Json parses dates before the converter of a value that is not in a DTO; its default loses digits below 100 ns.
    private void AssertRoundTrip(string json, Type type)
    {
        if (serializer.ParsesDates)
            json = json.Replace(Time, "2024-12-02T11:54:19.71Z", StringComparison.Ordinal);
        Assert.That(serializer.Write(serializer.Read(json, type), type), Is.EqualTo(json));
    }

    private static string JsonOf(Spec spec, string name)
    {
        if (spec.Schemas[name]!["enum"] is not null)
            return "\"of-tomorrow\"";
        var json = new JObject(spec.FieldsOf(name).Select(field => new JProperty(field.Name, Value(spec, field.Value))))
        {
            ["unknown"] = JToken.Parse("""{"a":[1,"x",null]}"""),
        };
        return json.Compact();
    }

    private static JToken Value(Spec spec, JToken field) => Spec.TypeWord(field) switch
    {
        "string" => "text",
        "email" => "jack@example.com",
        "date-time" => Time,
        "boolean" => true,
        "int32" or "int64" => 5,
        "double" => 43.0,
        "string[]" => new JArray("a", "b"),
        var list when list.EndsWith("[]", StringComparison.Ordinal) => new JArray(JToken.Parse(JsonOf(spec, list[..^2]))),
        var schema => JToken.Parse(JsonOf(spec, schema)),
    };

    public sealed record Holder<T>(
        [property: JsonProperty("one"), JsonPropertyName("one")] T One,
        [property: JsonProperty("many"), JsonPropertyName("many")] IReadOnlyList<T> Many,
        [property: JsonProperty("by"), JsonPropertyName("by")] IReadOnlyDictionary<string, T> By);
}
