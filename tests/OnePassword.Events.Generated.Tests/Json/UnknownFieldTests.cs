using System.Text.Json;

namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>Fields that the specification does not name.</summary>
[TestFixtureSource(typeof(UserSerializer), nameof(UserSerializer.All))]
public class UnknownFieldTests(UserSerializer serializer)
{
    private static readonly JsonSerializerOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    [TestCase("\"text\"")]
    [TestCase("\"2024-12-02T11:54:19.710457472+02:00\"")]
    [TestCase("\"2024-12-02\"")]
    [TestCase("\"/Date(1198908717056)/\"")]
    [TestCase("""{"a":{"b":["2024-12-02T11:54:19Z",{}]}}""")]
    [TestCase("""[1,"x",null,[],true]""")]
    [TestCase("123456789012345678901234567890123456789")]
    [TestCase("-9223372036854775808")]
    [TestCase("0.25")]
    [TestCase("null")]
    [TestCase("false")]
    [TestCase("\"\\u0000\\u2028\\\"\"")]
    public void An_unknown_field_survives_a_round_trip(string value)
    {
        var read = serializer.Read<V2.AuditEvent>($$"""{"uuid":"x","novel":{{value}},"aux_info":"R"}""");

        Assert.That(read.AdditionalProperties.Keys, Is.EqualTo(["novel"]));
        Assert.That(read.AdditionalProperties["novel"].GetRawText(), Is.EqualTo(Tokens.Parse($$"""{"novel":{{value}}}""")["novel"]!.Compact()));
        Assert.That((read.Uuid, read.AuxInfo), Is.EqualTo(("x", "R")));
        Assert.That(serializer.Write(read), Is.EqualTo(Tokens.Compact($$"""{"uuid":"x","aux_info":"R","novel":{{value}}}""")));
    }

    [Test]
    public void Unknown_fields_of_nested_objects_survive_a_round_trip()
    {
        const string Page = """{"cursor":"c","items":[{"uuid":"x","user":{"name":"n","team":"t"},"client":{"arch":"arm"},"p":1}],"total":5}""";

        var read = serializer.Read<V2.ItemUsageItems>(Page);

        Assert.That(read.AdditionalProperties["total"].GetInt32(), Is.EqualTo(5));
        Assert.That(read.Items![0].User!.AdditionalProperties["team"].GetString(), Is.EqualTo("t"));
        Assert.That(serializer.Write(read), Is.EqualTo(Page));
    }

    [Test]
    public void A_name_of_another_letter_case_is_unknown()
    {
        var read = serializer.Read<V2.AuditEvent>("""{"UUID":"upper","Uuid":"pascal","actorUuid":"camel","additionalProperties":1}""");

        Assert.That((read.Uuid, read.ActorUuid), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(read.AdditionalProperties.Keys, Is.EquivalentTo(["UUID", "Uuid", "actorUuid", "additionalProperties"]));
    }

    [Test]
    public void Fields_with_reserved_names_of_Newtonsoft_survive_a_round_trip()
    {
        const string Json = """{"name":"n","$type":"System.String, mscorlib","$id":"1","$ref":"1"}""";

        Assert.That(serializer.RoundTrip<V2.User>(Json), Is.EqualTo(Json));
    }

    [TestCase("""{"latitude":1e999,"novel":[-1e999,1E-07,9007199254740992.0]}""")]
    [TestCase("""{"longitude":-0.0,"latitude":43.0,"novel":1E+300}""")]
    public void A_number_is_written_as_a_number(string json) =>
        Assert.That(serializer.RoundTrip<V2.Location>(json), Is.EqualTo(json));

    [Test]
    public void A_number_beyond_the_range_of_NET_does_not_lose_the_event()
    {
        var read = serializer.Read<V2.AuditEvent>("""{"uuid":"x","novel":1e400,"aux_info":"R"}""");

        Assert.That((read.Uuid, read.AuxInfo), Is.EqualTo(("x", "R")));
        Assert.That(read.AdditionalProperties.ContainsKey("novel"), Is.True);
    }

    [Test]
    public void JSON_that_ends_early_is_an_error() =>
        Assert.That(() => serializer.Read<V2.User>("""{"name":"x","novel":{"a":1}"""), Throws.InstanceOf(serializer.Exception));

    [Test]
    public void Comments_and_trailing_commas_are_accepted_if_the_user_accepts_them()
    {
        var read = JsonSerializer.Deserialize<V2.AuditEvent[]>("""[/*1*/{"uuid":/*2*/"x","novel":[1,/*3*/2,],}]""", Lenient)!;

        Assert.That(JsonSerializer.Serialize(read), Is.EqualTo("""[{"uuid":"x","novel":[1,2]}]"""));
        Assert.That(() => JsonSerializer.Deserialize<V2.AuditEvent>("""{"uuid":"x",}"""), Throws.InstanceOf<JsonException>());
    }
}
