using System.Reflection;
using OnePassword.Events.Emulator;
using OnePassword.Events.Stubs;
using OnePassword.Events.V2;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>What a user of the libraries sees: our own types and those of .NET, and a way to cancel whatever takes time.</summary>
public sealed class SurfaceTests
{
    private static readonly Assembly[] Assemblies = [typeof(EventsClient).Assembly, typeof(AuditEvent).Assembly, typeof(EventsEmulator).Assembly, typeof(EventsStubs).Assembly];

    [TestCaseSource(nameof(Assemblies))]
    public void No_type_of_an_engine_inside_shows(Assembly assembly)
    {
        // In the generated DTOs Newtonsoft's types are at home: unknown values are its tokens.
        string[] allowed = assembly == typeof(AuditEvent).Assembly ? ["OnePassword.Events", "System.", "Newtonsoft.Json"] : ["OnePassword.Events", "System.", "Microsoft.Extensions."];
        var shown = Members(assembly).SelectMany(Types).SelectMany(Unwrapped).Distinct()
            .Where(type => !Array.Exists(allowed, name => type.Assembly.GetName().Name!.StartsWith(name, StringComparison.Ordinal)));
        Assert.That(shown, Is.Empty);
    }

    [TestCaseSource(nameof(Assemblies))]
    public void Whatever_takes_time_can_be_cancelled(Assembly assembly) =>
        Assert.That(
            Members(assembly).OfType<MethodInfo>().Where(TakesTime)
                .Where(method => !Array.Exists(method.GetParameters(), parameter => parameter.ParameterType == typeof(CancellationToken)))
                .Select(method => $"{method.DeclaringType!.Name}.{method.Name}"),
            Is.Empty);

    [TestCaseSource(nameof(Assemblies))]
    public void A_token_that_cancels_comes_last_and_may_be_left_out(Assembly assembly) =>
        Assert.That(
            from method in Members(assembly).OfType<MethodInfo>()
            let parameters = method.GetParameters()
            where Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken)) is var index and >= 0
                && (index != parameters.Length - 1 || !parameters[index].HasDefaultValue)
            select $"{method.DeclaringType!.Name}.{method.Name}",
            Is.Empty);

    private static IEnumerable<MemberInfo> Members(Assembly assembly) => assembly.GetExportedTypes().SelectMany(VisibleMembers.Of);

    // But for what .NET's own contracts say, and for the pages of a sequence, which has been given its token already.
    private static bool TakesTime(MethodInfo method) => method.Name is not ("DisposeAsync" or "AsPages")
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
