using System.Linq.Expressions;
using System.Reflection;
using Newtonsoft.Json;

namespace OnePassword.Events;

/// <summary>One named property of a DTO: its names on the wire, and how it is read, got and set.</summary>
internal sealed class WireField
{
    public WireField(PropertyInfo property)
    {
        Name = property.GetCustomAttribute<JsonPropertyAttribute>()!.PropertyName!;
        AlsoReadAs = property.GetCustomAttribute<AlsoReadAsAttribute>()?.Name;
        Read = WireValue.For(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        Get = Getter(property);
        Set = Setter(property);
    }

    public string Name { get; }

    public string? AlsoReadAs { get; }

    public WireValue.Read Read { get; }

    public Func<object, object?> Get { get; }

    public Action<object, object?> Set { get; }

    public static Action<object, object?> Setter(PropertyInfo property)
    {
        var (target, value) = (Expression.Parameter(typeof(object)), Expression.Parameter(typeof(object)));
        var set = Expression.Call(Expression.Convert(target, property.DeclaringType!), property.SetMethod!, Expression.Convert(value, property.PropertyType));
        return Expression.Lambda<Action<object, object?>>(set, target, value).Compile();
    }

    private static Func<object, object?> Getter(PropertyInfo property)
    {
        var target = Expression.Parameter(typeof(object));
        var get = Expression.Property(Expression.Convert(target, property.DeclaringType!), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(get, typeof(object)), target).Compile();
    }
}
