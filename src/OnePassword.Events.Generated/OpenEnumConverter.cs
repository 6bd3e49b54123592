using System.Collections.Concurrent;
using System.Linq.Expressions;
using Newtonsoft.Json;

namespace OnePassword.Events;

/// <summary>Reads and writes every open enum: the wire string, whether it is known or not.</summary>
internal sealed class OpenEnumConverter : JsonConverter
{
    private static readonly ConcurrentDictionary<Type, Func<string, object>> Creators = new();

    public override bool CanConvert(Type objectType) => typeof(IOpenEnumValue).IsAssignableFrom(Nullable.GetUnderlyingType(objectType) ?? objectType);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        var type = Nullable.GetUnderlyingType(objectType);
        if (reader.TokenType == JsonToken.Null && type is not null)
            return null;
        return WireValue.TryString(reader) is { } text
            ? Create(type ?? objectType, text)
            : throw new JsonSerializationException($"A string was expected at '{reader.Path}'.");
    }

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer) =>
        writer.WriteValue(((IOpenEnumValue?)value)?.Value);

    public static object Create(Type type, string text) => Creators.GetOrAdd(type, Compile)(text);

    private static Func<string, object> Compile(Type type)
    {
        var text = Expression.Parameter(typeof(string));
        var create = Expression.New(type.GetConstructor([typeof(string)])!, text);
        return Expression.Lambda<Func<string, object>>(Expression.Convert(create, typeof(object)), text).Compile();
    }
}
