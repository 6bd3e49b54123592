using System.Collections;
using System.Reflection;
using OnePassword.Events.Generated.Tests.OpenApi.Specs;

namespace OnePassword.Events.Generated.Tests;

/// <summary>Each enum schema of a specification against the open enum that is generated from it.</summary>
[TestFixture]
public class OpenEnumShapeTests
{
    private static IEnumerable<TestCaseData> Enums() =>
        from spec in Spec.Both
        from name in spec.GeneratedEnums
        select new TestCaseData(spec, name).SetArgDisplayNames($"{spec}", name);

    [TestCaseSource(nameof(Enums))]
    public void Each_enum_schema_becomes_a_public_value_type(Spec spec, string name)
    {
        Assert.That(spec.TypeOf(name), Has.Property(nameof(Type.IsPublic)).True.And.Property(nameof(Type.IsValueType)).True);
        Assert.That(spec.TypeOf(name)!.GetInterfaces(), Does.Contain(typeof(IOpenEnumValue)));
    }

    [TestCaseSource(nameof(Enums))]
    public void Known_values_are_those_of_the_specification_in_order(Spec spec, string name)
    {
        var known = (IEnumerable)spec.TypeOf(name)!.GetProperty("KnownValues")!.GetValue(null)!;

        Assert.That(known.Cast<IOpenEnumValue>().Select(value => value.Value), Is.EqualTo(spec.ValuesOf(name)));
        Assert.That(known.Cast<IOpenEnumValue>(), Has.All.Property(nameof(IOpenEnumValue.IsKnown)).True);
    }

    [TestCaseSource(nameof(Enums))]
    public void Each_value_has_a_member_with_its_name(Spec spec, string name)
    {
        var names = spec.Schemas[name]!["x-enumNames"]!.Values<string>();
        var members = spec.TypeOf(name)!.GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == spec.TypeOf(name))
            .Select(property => (property.Name, ((IOpenEnumValue)property.GetValue(null)!).Value));

        Assert.That(members, Is.EqualTo(names.Zip(spec.ValuesOf(name))));
    }
}
