using System.Text.Json;
using OnePassword.Events.Generated.Tests.Json;

namespace OnePassword.Events.Generated.Tests;

[TestFixture]
public class DtoEqualityTests
{
    private const string Extended = """{"uuid":"x","novel":{"a":[1,"2024-12-02T11:54:19Z"]},"session":{"uuid":"s","more":null}}""";

    private static V2.AuditEvent Read(string json) => UserSerializer.Newtonsoft.Read<V2.AuditEvent>(json);

    [Test]
    public void Two_events_of_the_same_JSON_are_equal()
    {
        foreach (var json in new[] { Extended, Samples.AuditEventV2 })
        {
            var (first, second) = (Read(json), Read(json));

            Assert.That(first, Is.EqualTo(second).And.Not.SameAs(second));
            Assert.That(first.GetHashCode(), Is.EqualTo(second.GetHashCode()));
        }
    }

    [TestCase("""{"uuid":"y","novel":{"a":[1,"2024-12-02T11:54:19Z"]},"session":{"uuid":"s","more":null}}""")]
    [TestCase("""{"uuid":"x","novel":{"a":[2,"2024-12-02T11:54:19Z"]},"session":{"uuid":"s","more":null}}""")]
    [TestCase("""{"uuid":"x","novel":{"a":[1,"2024-12-02T11:54:19Z"]},"session":{"uuid":"s"}}""")]
    [TestCase("""{"uuid":"x","other":{"a":[1,"2024-12-02T11:54:19Z"]},"session":{"uuid":"s","more":null}}""")]
    public void An_event_that_differs_anywhere_is_not_equal(string json) =>
        Assert.That(Read(json), Is.Not.EqualTo(Read(Extended)));

    [Test]
    public void The_order_of_unknown_fields_does_not_matter()
    {
        Assert.That(Read("""{"a":1,"b":2}"""), Is.EqualTo(Read("""{"b":2,"a":1}""")));
        Assert.That(Read("""{"a":1,"b":2}""").GetHashCode(), Is.EqualTo(Read("""{"b":2,"a":1}""").GetHashCode()));
    }

    [Test]
    public void A_changed_copy_keeps_all_other_fields()
    {
        var original = Read(Extended);
        var copy = original with { Uuid = "y" };

        Assert.That(copy.Uuid, Is.EqualTo("y"));
        Assert.That(copy.Session, Is.SameAs(original.Session));
        Assert.That(copy.AdditionalProperties, Is.EqualTo(original.AdditionalProperties));
        Assert.That(original.Uuid, Is.EqualTo("x"));
        Assert.That(Tokens.Sorted(UserSerializer.Newtonsoft.Write(copy)),
            Is.EqualTo(Tokens.Sorted(Extended.Replace("\"x\"", "\"y\"", StringComparison.Ordinal))));
    }

    [Test]
    public void Additional_properties_copy_their_source()
    {
        using var document = JsonDocument.Parse("[1]");
        var source = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["a"] = document.RootElement[0] };
        var properties = new AdditionalProperties(source.AsEnumerable());
        source["b"] = default;
        document.Dispose();

        Assert.That(properties, Has.Count.EqualTo(1));
        Assert.That(properties.TryGetValue("b", out _), Is.False);
        Assert.That(properties.Values.Select(value => value.GetInt32()), Is.EqualTo([1]));
    }

    [Test]
    public void Additional_properties_do_not_accept_an_undefined_value() =>
        Assert.That(() => new AdditionalProperties([new("a", default)]), Throws.InvalidOperationException);

    [Test]
    public void Additional_properties_print_as_JSON()
    {
        Assert.That(Read(Extended).AdditionalProperties.ToString(), Is.EqualTo("""{"novel":{"a":[1,"2024-12-02T11:54:19Z"]}}"""));
        Assert.That(AdditionalProperties.None.ToString(), Is.EqualTo("{}"));
    }

    [Test]
    public void An_event_prints_its_values_and_additional_properties() =>
        Assert.That(
            new V2.User { Name = "Jack", UserType = "guest", AdditionalProperties = new([new("team", JsonElement.Parse("\"t\""))]) }.ToString(),
            Is.EqualTo("""User { Uuid = , Name = Jack, Email = , UserType = guest, UserAccountUuid = , AdditionalProperties = {"team":"t"} }"""));
}
