using System.Reflection;
using System.Xml.Linq;
using OnePassword.Events.Emulator;
using OnePassword.Events.Stubs;
using OnePassword.Events.V2;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>Everything public is documented, the generated as well, whose warnings the compiler does not give.</summary>
public sealed class DocumentedTests
{
    private static readonly Assembly[] Assemblies = [typeof(EventsClient).Assembly, typeof(AuditEvent).Assembly, typeof(EventsEmulator).Assembly, typeof(EventsStubs).Assembly];

    [TestCaseSource(nameof(Assemblies))]
    public void Every_public_member_is_documented(Assembly assembly)
    {
        var documented = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Elements("inheritdoc").Any() || !string.IsNullOrWhiteSpace(member.Element("summary")?.Value))
            .Select(member => Id(member.Attribute("name")!.Value))
            .CountBy(id => id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var undocumented = assembly.GetExportedTypes().SelectMany(type => VisibleMembers.Of(type).Where(IsToBeDocumented).Select(Id).Prepend($"T:{Name(type)}"))
            .CountBy(id => id, StringComparer.Ordinal)
            .Where(member => documented.GetValueOrDefault(member.Key) < member.Value);
        Assert.That(documented, Is.Not.Empty);
        Assert.That(undocumented.Select(member => member.Key), Is.Empty);
    }

    // The constructor that the compiler gives a class without one has no place where it could be documented.
    private static bool IsToBeDocumented(MemberInfo member) =>
        member is not ConstructorInfo constructor || constructor.GetParameters().Length > 0;

    // Without parameters: overloads are told apart by their number.
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
