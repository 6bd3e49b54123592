using System.Reflection;
using System.Runtime.CompilerServices;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using OnePassword.Events.Generated.Tests.OpenApi.Specs;

namespace OnePassword.Events.Generated.Tests;

/// <summary>Each object schema of a specification against the record that is generated from it.</summary>
[TestFixture]
public class DtoShapeTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static IEnumerable<TestCaseData> Records() =>
        from spec in Spec.Both
        from name in spec.GeneratedRecords
        select new TestCaseData(spec, name).SetArgDisplayNames($"{spec}", name);

    [TestCaseSource(nameof(Records))]
    public void Each_object_schema_becomes_a_sealed_record_with_a_public_constructor(Spec spec, string name)
    {
        var type = spec.TypeOf(name)!;

        Assert.That(type, Has.Property(nameof(Type.IsPublic)).True.And.Property(nameof(Type.IsSealed)).True);
        Assert.That(type.GetMethod("<Clone>$"), Is.Not.Null, "Only record classes have this method.");
        Assert.That(type.GetConstructor([]), Is.Not.Null);
    }

    [TestCaseSource(nameof(Records))]
    public void JSON_names_are_the_fields_of_the_schema(Spec spec, string name) =>
        Assert.That(Properties(spec, name).Select(WireName), Is.EqualTo(spec.FieldsOf(name).Select(field => field.Name)));

    [TestCaseSource(nameof(Records))]
    public void Property_names_are_the_JSON_names_in_pascal_case(Spec spec, string name) =>
        Assert.That(
            Properties(spec, name).Select(property => property.Name),
            Is.EqualTo(spec.FieldsOf(name).Select(field => PascalCase(field.Name))));

    [TestCaseSource(nameof(Records))]
    public void Property_types_are_those_of_the_fields_and_nullable(Spec spec, string name)
    {
        foreach (var (property, field) in Properties(spec, name).Zip(spec.FieldsOf(name)))
        {
            Assert.That(property.PropertyType, Is.EqualTo(DotNetType(spec, field.Value)), property.Name);
            Assert.That(NullabilityOf(property), Is.EqualTo(NullabilityState.Nullable), property.Name);
        }
    }

    [TestCaseSource(nameof(Records))]
    public void Properties_can_be_set_only_on_creation(Spec spec, string name)
    {
        foreach (var property in spec.TypeOf(name)!.GetProperties().Where(IsStored))
            Assert.That(property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers(), Does.Contain(typeof(IsExternalInit)),
                property.Name);
    }

    [TestCaseSource(nameof(Records))]
    public void Each_record_has_additional_properties(Spec spec, string name)
    {
        var others = spec.TypeOf(name)!.GetProperties().Where(IsStored).Except(Properties(spec, name)).ToArray();

        Assert.That(others.Select(property => property.Name), Is.EqualTo([nameof(AdditionalProperties)]));
        Assert.That(others[0].GetValue(Activator.CreateInstance(spec.TypeOf(name)!)), Is.SameAs(AdditionalProperties.None));
    }

    [TestCase("item_uuid", "ItemUuid")]
    [TestCase("UUID", "Uuid")]
    [TestCase("IssuedAt", "IssuedAt")]
    [TestCase("ip", "Ip")]
    public void A_JSON_name_becomes_this_property_name(string wireName, string name) =>
        Assert.That(PascalCase(wireName), Is.EqualTo(name));

    private static PropertyInfo[] Properties(Spec spec, string name) =>
        [.. spec.TypeOf(name)!.GetProperties().Where(property => property.IsDefined(typeof(JsonPropertyAttribute)))];

    // The others are computed from them.
    private static bool IsStored(PropertyInfo property) => property.SetMethod is not null;

    private static string? WireName(PropertyInfo property) => property.GetCustomAttribute<JsonPropertyAttribute>()!.PropertyName;

    private static string PascalCase(string wireName) => string.Concat(wireName.Split('_').Select(Capitalize));

    private static string Capitalize(string word) =>
        char.ToUpperInvariant(word[0]) + (word.Any(char.IsLower) ? word[1..] : word[1..].ToLowerInvariant());

    // The context caches without locking, and tests run in parallel.
    private static NullabilityState NullabilityOf(PropertyInfo property)
    {
        lock (Nullability)
            return Nullability.Create(property).ReadState;
    }

    private static Type DotNetType(Spec spec, JToken field) => Spec.TypeWord(field) switch
    {
        "string" or "email" => typeof(string),
        "date-time" => typeof(EventTime?),
        "boolean" => typeof(bool?),
        "int32" => typeof(int?),
        "int64" => typeof(long?),
        "double" => typeof(double?),
        "string[]" => typeof(IReadOnlyList<string>),
        var list when list.EndsWith("[]", StringComparison.Ordinal) =>
            typeof(IReadOnlyList<>).MakeGenericType(spec.TypeOf(list[..^2])!),
        var schema when spec.TypeOf(schema)!.IsValueType => typeof(Nullable<>).MakeGenericType(spec.TypeOf(schema)!),
        var schema => spec.TypeOf(schema)!,
    };
}
