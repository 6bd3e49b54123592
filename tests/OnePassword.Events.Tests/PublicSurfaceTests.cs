using System.Reflection;

namespace OnePassword.Events.Tests;

/// <summary>What a user of the library sees: our own types, the generated DTOs, and those of .NET.</summary>
public sealed class PublicSurfaceTests
{
    private static readonly string[] Allowed =
    [
        "OnePassword.Events", "System.", "Microsoft.Extensions.",
    ];

    [Test]
    public void No_type_of_an_engine_inside_shows()
    {
        var shown = typeof(EventsClient).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .SelectMany(Types)
            .SelectMany(Unwrapped)
            .Distinct()
            .Where(type => !Array.Exists(Allowed, name => type.Assembly.GetName().Name!.StartsWith(name, StringComparison.Ordinal)));
        Assert.That(shown, Is.Empty);
    }

    private static IEnumerable<Type> Types(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        TypeInfo nested => [nested.BaseType ?? typeof(object)],
        _ => [],
    };

    private static IEnumerable<Type> Unwrapped(Type type) =>
        type.IsGenericType ? type.GenericTypeArguments.SelectMany(Unwrapped).Append(type.GetGenericTypeDefinition())
        : type.HasElementType ? Unwrapped(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : [type];
}
