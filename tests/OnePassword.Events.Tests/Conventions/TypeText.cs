using System.Reflection;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>The name of a type as C# writes it.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(NullabilityInfo info)
    {
        if (Nullable.GetUnderlyingType(info.Type) is { } value)
            return $"{Of(value)}?";
        var name = info switch
        {
            { ElementType: { } element } => $"{Of(element)}[]",
            { GenericTypeArguments: { Length: > 0 } arguments } => $"{Stem(info.Type)}<{string.Join(", ", arguments.Select(Of))}>",
            _ => Of(info.Type),
        };
        var nullable = info.ReadState == NullabilityState.Nullable || (info.ReadState == NullabilityState.Unknown && info.WriteState == NullabilityState.Nullable);
        return nullable && info.Type is { IsValueType: false, IsGenericParameter: false } ? $"{name}?" : name;
    }

    public static string Of(Type type) => Keywords.TryGetValue(type, out var keyword) ? keyword
        : Nullable.GetUnderlyingType(type) is { } value ? $"{Of(value)}?"
        : type.HasElementType ? $"{Of(type.GetElementType()!)}{(type.IsArray ? "[]" : "")}"
        : type.IsGenericType ? $"{Stem(type)}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
        : Stem(type);

    // Of the DTOs, most names stand in V1 and in V2.
    private static string Stem(Type type) =>
        (type is { IsGenericParameter: false, Namespace: "OnePassword.Events.V1" or "OnePassword.Events.V2" } ? $"{type.Namespace[^2..]}." : "") + type.Name.Split('`')[0];
}
