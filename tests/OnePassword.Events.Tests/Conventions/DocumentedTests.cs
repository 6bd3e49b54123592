using System.Reflection;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>Checks the documentation of public members. For generated code, the compiler does not.</summary>
public sealed class DocumentedTests
{
    [TestCaseSource(typeof(PublicSurface), nameof(PublicSurface.Assemblies))]
    public void Every_public_member_is_documented(Assembly assembly)
    {
        var documented = PublicSurface.DocumentationOf(assembly)
            .Where(member => member.Elements("inheritdoc").Any() || !string.IsNullOrWhiteSpace(member.Element("summary")?.Value))
            .Select(member => Id(member.Attribute("name")!.Value))
            .CountBy(id => id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var undocumented = assembly.GetExportedTypes()
            .SelectMany(type => PublicSurface.MembersOf(type).Where(CanBeDocumented).Select(Id).Prepend($"T:{Name(type)}"))
            .CountBy(id => id, StringComparer.Ordinal)
            .Where(member => documented.GetValueOrDefault(member.Key) < member.Value);
        Assert.That(documented, Is.Not.Empty);
        Assert.That(undocumented.Select(member => member.Key), Is.Empty);
    }

    // The source has no place to document a constructor that the compiler adds.
    private static bool CanBeDocumented(MemberInfo member) =>
        member is not ConstructorInfo constructor || constructor.GetParameters().Length > 0;

    // Without parameters: the number of overloads is compared.
    private static string Id(string name) => name.Split('(', '~')[0].Split("``")[0];

    private static string Id(MemberInfo member) => member switch
    {
        ConstructorInfo => $"M:{Name(member.DeclaringType!)}.#ctor",
        MethodInfo => $"M:{Name(member.DeclaringType!)}.{member.Name}",
        PropertyInfo => $"P:{Name(member.DeclaringType!)}.{member.Name}",
        FieldInfo => $"F:{Name(member.DeclaringType!)}.{member.Name}",
        _ => $"E:{Name(member.DeclaringType!)}.{member.Name}",
    };

    private static string Name(Type type) => type.FullName!.Replace('+', '.');
}
