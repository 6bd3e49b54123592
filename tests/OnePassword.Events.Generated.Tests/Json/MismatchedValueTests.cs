
namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>Documented fields whose JSON type is not the documented one.</summary>
[TestFixtureSource(typeof(UserSerializer), nameof(UserSerializer.All))]
public class MismatchedValueTests(UserSerializer serializer)
{
    [TestCase("session", "\"text\"", nameof(V2.AuditEvent.Session))]
    [TestCase("session", "[{}]", nameof(V2.AuditEvent.Session))]
    [TestCase("uuid", "5", nameof(V2.AuditEvent.Uuid))]
    [TestCase("uuid", "{}", nameof(V2.AuditEvent.Uuid))]
    [TestCase("uuid", "true", nameof(V2.AuditEvent.Uuid))]
    [TestCase("uuid", "[\"x\"]", nameof(V2.AuditEvent.Uuid))]
    [TestCase("aux_id", """{"id":1}""", nameof(V2.AuditEvent.AuxId))]
    [TestCase("aux_id", "\"5\"", nameof(V2.AuditEvent.AuxId))]
    [TestCase("aux_id", "1.5", nameof(V2.AuditEvent.AuxId))]
    [TestCase("aux_id", "9223372036854775808", nameof(V2.AuditEvent.AuxId))]
    [TestCase("action", "7", nameof(V2.AuditEvent.Action))]
    [TestCase("action", "[\"join\"]", nameof(V2.AuditEvent.Action))]
    [TestCase("timestamp", "\"yesterday\"", nameof(V2.AuditEvent.Timestamp))]
    [TestCase("timestamp", "\"2024-02-30T00:00:00Z\"", nameof(V2.AuditEvent.Timestamp))]
    [TestCase("timestamp", "\"2024-12-02T11:54:19\"", nameof(V2.AuditEvent.Timestamp))]
    [TestCase("timestamp", "\"\"", nameof(V2.AuditEvent.Timestamp))]
    [TestCase("timestamp", "1733140459", nameof(V2.AuditEvent.Timestamp))]
    public void A_mismatched_value_leaves_the_property_null_and_is_kept(string field, string value, string property) =>
        AssertKept<V2.AuditEvent>(field, value, property);

    [TestCase("has_more", "\"true\"", nameof(V2.AuditEventItems.HasMore))]
    [TestCase("has_more", "1", nameof(V2.AuditEventItems.HasMore))]
    [TestCase("items", """{"0":{}}""", nameof(V2.AuditEventItems.Items))]
    [TestCase("items", "\"none\"", nameof(V2.AuditEventItems.Items))]
    public void A_mismatched_value_of_a_page_is_kept(string field, string value, string property) =>
        AssertKept<V2.AuditEventItems>(field, value, property);

    [TestCase("latitude", "\"43.64\"", nameof(V2.Location.Latitude))]
    [TestCase("latitude", "[43.64]", nameof(V2.Location.Latitude))]
    public void A_mismatched_value_of_a_location_is_kept(string field, string value, string property) =>
        AssertKept<V2.Location>(field, value, property);

    [TestCase("limit", "2147483648", nameof(V2.CursorRequest.Limit))]
    public void A_mismatched_value_of_a_request_is_kept(string field, string value, string property) =>
        AssertKept<V2.CursorRequest>(field, value, property);

    [Test]
    public void A_mismatched_field_of_a_nested_object_leaves_all_other_fields()
    {
        const string Json = """{"uuid":"x","session":{"uuid":"s","ip":4},"location":{"country":"CA","latitude":"north"}}""";

        var read = serializer.Read<V2.AuditEvent>(Json);

        Assert.That((read.Uuid, read.Session!.Uuid, read.Session.Ip, read.Location!.Country),
            Is.EqualTo(("x", "s", (string?)null, "CA")));
        Assert.That(serializer.Write(read), Is.EqualTo(Json));
    }

    [Test]
    public void An_integer_is_read_as_a_coordinate() =>
        Assert.That(serializer.Read<V2.Location>("""{"latitude":43,"longitude":-79.5}"""), Is.EqualTo(new V2.Location { Latitude = 43, Longitude = -79.5 }));

    [Test]
    public void A_null_reads_as_absent([Values("uuid", "details", "timestamp", "category", "target_user")] string field)
    {
        var read = serializer.Read<V1.SignInAttempt>($$"""{"{{field}}":null,"country":"CA"}""");

        Assert.That(read, Is.EqualTo(new V1.SignInAttempt { Country = "CA" }));
    }

    [Test]
    public void A_value_that_is_set_later_replaces_a_mismatched_one()
    {
        var read = serializer.Read<V2.AuditEvent>("""{"uuid":5}""");

        Assert.That(serializer.Write(read with { Uuid = "x" }), Is.EqualTo("""{"uuid":"x"}"""));
    }

    private void AssertKept<T>(string field, string value, string property)
    {
        var json = $$"""{"{{field}}":{{value}},"novel":"n"}""";

        var read = serializer.Read<T>(json);

        Assert.That(typeof(T).GetProperty(property)!.GetValue(read), Is.Null);
        var kept = (AdditionalProperties)typeof(T).GetProperty(nameof(AdditionalProperties))!.GetValue(read)!;
        Assert.That(kept[field].GetRawText(), Is.EqualTo(Tokens.Parse(json)[field]!.Compact()));
        Assert.That(kept["novel"].GetString(), Is.EqualTo("n"));
        Assert.That(serializer.Write(read), Is.EqualTo(json));
    }
}
