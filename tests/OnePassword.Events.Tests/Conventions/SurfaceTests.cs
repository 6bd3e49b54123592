using System.Reflection;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>Rules for the public members of all packages: the types they show, and cancellation.</summary>
public sealed class SurfaceTests
{
    [TestCaseSource(typeof(PublicSurface), nameof(PublicSurface.Assemblies))]
    public void Public_members_show_only_types_of_this_library_and_of_NET(Assembly assembly)
    {
        // Unknown values in the generated DTOs are tokens of Newtonsoft.Json.
        var other = assembly.GetName().Name switch
        {
            "OnePassword.Events.Generated" => "Newtonsoft.Json",
            "OnePassword.Events.Kafka" => "Confluent.Kafka", // Its users have settings of librdkafka.
            "OnePassword.Events.PostgreSql" => "Npgsql", // Its users have a data source and transactions.
            _ => "Microsoft.Extensions.",
        };
        string[] allowed = ["OnePassword.Events", "System.", other];
        var shown = PublicSurface.MembersOf(assembly).SelectMany(Types).SelectMany(Unwrapped).Distinct()
            .Where(type => !Array.Exists(allowed, name => type.Assembly.GetName().Name!.StartsWith(name, StringComparison.Ordinal)));
        Assert.That(shown, Is.Empty);
    }

    [TestCaseSource(typeof(PublicSurface), nameof(PublicSurface.Assemblies))]
    public void Asynchronous_members_accept_a_cancellation_token(Assembly assembly) =>
        Assert.That(
            PublicSurface.MembersOf(assembly).OfType<MethodInfo>().Where(IsAsynchronous)
                .Where(method => !Array.Exists(method.GetParameters(), parameter => parameter.ParameterType == typeof(CancellationToken)))
                .Select(method => $"{method.DeclaringType!.Name}.{method.Name}"),
            Is.Empty);

    [TestCaseSource(typeof(PublicSurface), nameof(PublicSurface.Assemblies))]
    public void Cancellation_token_is_the_last_parameter_and_optional(Assembly assembly) =>
        Assert.That(
            from method in PublicSurface.MembersOf(assembly).OfType<MethodInfo>()
            let parameters = method.GetParameters()
            where Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken)) is var index and >= 0
                && (index != parameters.Length - 1 || !parameters[index].HasDefaultValue)
            select $"{method.DeclaringType!.Name}.{method.Name}",
            Is.Empty);

    // Except DisposeAsync, which .NET defines, AsPages, whose sequence already has a token, and the sequence of a unit test.
    private static bool IsAsynchronous(MethodInfo method) => method.Name is not ("DisposeAsync" or "AsPages" or "EventSequence")
        && Array.Exists([.. method.ReturnType.GetInterfaces(), .. Lineage(method.ReturnType)], type =>
            type == typeof(Task) || type == typeof(ValueTask)
            || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))));

    private static IEnumerable<Type> Lineage(Type? type)
    {
        for (; type is not null; type = type.BaseType)
            yield return type;
    }

    private static IEnumerable<Type> Types(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static IEnumerable<Type> Unwrapped(Type type) =>
        type.IsGenericType ? type.GenericTypeArguments.SelectMany(Unwrapped).Append(type.GetGenericTypeDefinition())
        : type.HasElementType ? Unwrapped(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : [type];
}
