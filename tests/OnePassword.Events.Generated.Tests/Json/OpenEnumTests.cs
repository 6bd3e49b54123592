using Newtonsoft.Json;

namespace OnePassword.Events.Generated.Tests.Json;

[TestFixture]
public class OpenEnumTests
{
    [TestCaseSource(typeof(UserSerializer), nameof(UserSerializer.All))]
    public void An_unknown_value_survives_a_round_trip(UserSerializer serializer)
    {
        const string Json = """{"action":"teleport","object_type":"2024-12-02T11:54:19.123456789Z"}""";

        var read = serializer.Read<V2.AuditEvent>(Json);

        Assert.That(read.Action!.Value.Value, Is.EqualTo("teleport"));
        Assert.That(read.Action.Value.IsKnown, Is.False);
        Assert.That(serializer.Write(read), Is.EqualTo(Json));
    }

    [Test]
    public void Values_are_equal_if_their_strings_are_including_letter_case()
    {
        Assert.That(new V2.AuditEventAction("join"), Is.EqualTo(V2.AuditEventAction.Join));
        Assert.That(new V2.AuditEventAction("join") == V2.AuditEventAction.Join, Is.True);
        Assert.That(new V2.AuditEventAction("join").GetHashCode(), Is.EqualTo(V2.AuditEventAction.Join.GetHashCode()));
        Assert.That(new V2.AuditEventAction("Join"), Is.Not.EqualTo(V2.AuditEventAction.Join));
        Assert.That(new V2.AuditEventAction("Join").IsKnown, Is.False);
    }

    [Test]
    public void A_string_converts_to_a_value()
    {
        V2.ItemUsageAction action = "secure-copy";

        Assert.That(action, Is.EqualTo(V2.ItemUsageAction.SecureCopy));
        Assert.That(action.IsKnown, Is.True);
    }

    [Test]
    public void A_value_prints_as_in_the_JSON() =>
        Assert.That($"{V2.ItemUsageAction.EnterItemEditMode} {new V2.ItemUsageAction("new")}", Is.EqualTo("enter-item-edit-mode new"));

    [Test]
    public void The_default_value_is_an_empty_string()
    {
        var none = default(V2.UserType);

        Assert.That((none.Value, none.IsKnown, none.ToString()), Is.EqualTo(("", false, "")));
        Assert.That(none, Is.EqualTo(new V2.UserType("")));
        Assert.That(none.GetHashCode(), Is.EqualTo(new V2.UserType("").GetHashCode()));
        Assert.That(UserSerializer.Newtonsoft.Write(new V2.User { UserType = none }), Is.EqualTo("""{"user_type":""}"""));
    }

    [Test]
    public void Null_is_not_an_enum_value() => Assert.That(() => new V2.UserType(null!), Throws.ArgumentNullException);

    [Test]
    public void The_known_values_cannot_be_changed() =>
        Assert.That(() => ((IList<V2.UserType>)V2.UserType.KnownValues)[0] = "x", Throws.TypeOf<NotSupportedException>());

    [TestCaseSource(typeof(UserSerializer), nameof(UserSerializer.All))]
    public void A_value_survives_a_round_trip_in_the_types_of_a_user(UserSerializer serializer) =>
        Assert.That(serializer.RoundTrip<List<V2.UserType?>>("""["user","new",null,""]"""), Is.EqualTo("""["user","new",null,""]"""));

    [TestCaseSource(typeof(UserSerializer), nameof(UserSerializer.All))]
    public void A_value_that_looks_like_a_date_is_read_in_the_types_of_a_user(UserSerializer serializer) =>
        Assert.That(serializer.Read<List<V2.UserType>>("""["2024-12-02T11:54:19Z"]"""), Is.EqualTo(new V2.UserType[] { "2024-12-02T11:54:19Z" }));

    [TestCase("5")]
    [TestCase("{}")]
    [TestCase("null")]
    public void A_JSON_value_that_is_not_a_string_is_not_an_enum_value(string json) =>
        Assert.That(() => UserSerializer.Newtonsoft.Read<List<V2.UserType>>($"[{json}]"), Throws.InstanceOf<JsonException>());
}
