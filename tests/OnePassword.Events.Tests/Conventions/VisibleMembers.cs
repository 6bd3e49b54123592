using System.Reflection;
using System.Runtime.CompilerServices;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>The members that a user sees, without those that the compiler adds to each record and enum.</summary>
internal static class VisibleMembers
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<MemberInfo> Of(Type type) => type.GetMembers(Declared).Where(member => member switch
    {
        MethodInfo method => IsVisible(method) && !IsAccessor(method) && !IsFromCompiler(method),
        ConstructorInfo constructor => IsVisible(constructor) && !IsFromCompiler(constructor),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible) && property.Name != "EqualityContract",
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        EventInfo => true,
        _ => false,
    });

    private static bool IsVisible(MethodBase method) => method.IsPublic || (method.IsFamily && !method.DeclaringType!.IsSealed);

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsFromCompiler(MethodBase method) => method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.Name.Contains('<', StringComparison.Ordinal);
}
