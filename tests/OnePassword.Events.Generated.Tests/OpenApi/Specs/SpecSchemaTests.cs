using Newtonsoft.Json.Linq;

namespace OnePassword.Events.Generated.Tests.OpenApi.Specs;

[TestFixture]
public class SpecSchemaTests
{
    private static IEnumerable<TestCaseData> Enums() =>
        from spec in Spec.Both
        from fact in EnumFacts.Of(spec)
        select new TestCaseData(spec, fact.Key, fact.Value).SetArgDisplayNames($"{spec}", fact.Key);

    private static IEnumerable<TestCaseData> Objects() =>
        from spec in Spec.Both
        from fact in FieldFacts.Of(spec)
        select new TestCaseData(spec, fact.Key, fact.Value).SetArgDisplayNames($"{spec}", fact.Key);

    [TestCase("AuditEventAction", 79)]
    [TestCase("AuditEventObjectType", 30)]
    [TestCase("AuditEventActorType", 2)]
    [TestCase("UserType", 2)]
    [TestCase("SignInAttemptCategory", 7)]
    [TestCase("SignInAttemptType", 32)]
    [TestCase("ItemUsageAction", 11)]
    public void An_enum_has_as_many_values_as_are_documented(string name, int count) =>
        Assert.That(Spec.V2.ValuesOf(name), Has.Count.EqualTo(count));

    [TestCaseSource(nameof(Enums))]
    public void An_enum_has_the_documented_values_in_order(Spec spec, string name, string[] values) =>
        Assert.That(spec.ValuesOf(name), Is.EqualTo(values));

    [TestCaseSource(nameof(Enums))]
    public void An_enum_names_and_describes_each_value(Spec spec, string name, string[] values)
    {
        var names = spec.Schemas[name]!["x-enumNames"]!.Values<string>().ToArray();

        Assert.That(names, Has.Length.EqualTo(values.Length).And.Unique);
        Assert.That(names, Has.All.Match("^[A-Z][A-Za-z0-9]*$"));
        Assert.That(
            spec.Schemas[name]!["x-enumDescriptions"]!.Values<string>().ToArray(),
            Has.Length.EqualTo(values.Length).And.All.EndsWith("."));
    }

    [TestCaseSource(nameof(Objects))]
    public void An_object_has_the_documented_fields_in_order(Spec spec, string name, string fields) =>
        Assert.That(spec.FieldsOf(name).Select(field => $"{field.Name}:{Spec.TypeWord(field.Value)}"), Is.EqualTo(fields.Split(' ')));

    [TestCaseSource(nameof(Objects))]
    public void Each_description_of_a_field_ends_with_its_first_version(Spec spec, string name, string fields)
    {
        foreach (var field in spec.FieldsOf(name))
            Assert.That((string?)field.Value["description"], Does.Match(@"^[A-Z].*\. Since \d+\.\d+\.\d+\.$"), field.Name);
    }

    [TestCaseSource(typeof(Spec), nameof(Spec.Both))]
    public void The_document_has_no_other_schemas(Spec spec) =>
        Assert.That(
            spec.Schemas.Properties().Select(schema => schema.Name),
            Is.EquivalentTo(EnumFacts.Of(spec).Keys.Concat(FieldFacts.Of(spec).Keys)));

    [TestCaseSource(typeof(Spec), nameof(Spec.Both))]
    public void No_field_of_a_response_is_required(Spec spec) =>
        Assert.That(
            spec.Schemas.Properties().Where(schema => schema.Value["required"] is not null).Select(schema => schema.Name),
            Is.EqualTo(["Cursor"]));

    [TestCaseSource(typeof(Spec), nameof(Spec.Both))]
    public void A_page_holds_1_to_1000_events_and_100_by_default(Spec spec)
    {
        foreach (var schema in new[] { "ResetCursor", "CursorRequest" })
        {
            Assert.That((int?)Limit(spec, schema)["minimum"], Is.EqualTo(1), schema);
            Assert.That((int?)Limit(spec, schema)["maximum"], Is.EqualTo(1000), schema);
        }
        Assert.That((int?)Limit(spec, "ResetCursor")["default"], Is.EqualTo(100));
        Assert.That(Limit(spec, "CursorRequest")["default"], Is.Null, "A default here would be sent beside a cursor.");
    }

    [Test]
    public void The_user_type_has_the_alias_that_captures_show() =>
        Assert.That(
            Spec.V2.Document.Descendants().OfType<JProperty>().Where(property => property.Name == "x-also-read-as")
                .Select(property => property.Path + ": " + property.Value),
            Is.EqualTo(["components.schemas.User.properties.user_type.x-also-read-as: type"]));

    private static JToken Limit(Spec spec, string schema) => spec.Schemas[schema]!["properties"]!["limit"]!;
}
