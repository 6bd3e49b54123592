using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace OnePassword.Events;

/// <summary>
/// A DTO type as it is on the wire: an object whose known fields fill the properties and whose other fields are kept.
/// A null reads as absent, and what is absent is not written.
/// </summary>
internal sealed class WireShape
{
    private static readonly ConcurrentDictionary<Type, WireShape> Shapes = new();

    private readonly Func<object> _create;
    private readonly Action<object, object?> _setAdditional;
    private readonly Func<object, AdditionalProperties> _additional;
    private readonly WireField[] _fields;
    private readonly Dictionary<string, WireField> _byName;

    private WireShape(Type type)
    {
        _create = Expression.Lambda<Func<object>>(Expression.New(type)).Compile();
        var additional = type.GetProperty(nameof(AdditionalProperties))!;
        _setAdditional = WireField.Setter(additional);
        _additional = dto => (AdditionalProperties?)additional.GetValue(dto) ?? AdditionalProperties.None;
        _fields = [.. type.GetProperties().Where(property => property.IsDefined(typeof(JsonPropertyAttribute))).Select(property => new WireField(property))];
        _byName = _fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
    }

    public static WireShape Of(Type type) => Shapes.GetOrAdd(type, static type => new WireShape(type));

    /// <summary>Reads the object that <paramref name="reader"/> stands at the start of.</summary>
    public object Read(JsonReader reader)
    {
        var dto = _create();
        Dictionary<string, JToken>? unknown = null;
        while (reader.Advance() == JsonToken.PropertyName)
        {
            var name = (string)reader.Value!;
            reader.Advance();
            if (_byName.TryGetValue(name, out var field))
            {
                if (reader.TokenType == JsonToken.Null)
                    continue;
                if (field.Read(reader, out var value, out var odd))
                {
                    field.Set(dto, WireValue.After(field.Get(dto), value));
                    if (odd is not null)
                        (unknown ??= NewTokens())[name] = odd;
                    continue;
                }
            }
            (unknown ??= NewTokens())[name] = JToken.ReadFrom(reader);
        }

        if (unknown is not null)
        {
            ReadSecondNames(dto, unknown);
            _setAdditional(dto, new AdditionalProperties(unknown));
        }
        return dto;
    }

    public void Write(JsonWriter writer, object dto)
    {
        var unknown = _additional(dto);
        writer.WriteStartObject();
        foreach (var field in _fields)
        {
            if (field.Get(dto) is not { } value)
                continue;
            writer.WritePropertyName(field.Name);
            WireValue.Write(writer, value, unknown.TryGetValue(field.Name, out var odd) ? odd as JArray : null);
        }
        foreach (var (name, token) in unknown)
        {
            if (_byName.TryGetValue(name, out var field) && field.Get(dto) is not null)
                continue;
            writer.WritePropertyName(name);
            token.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    // Only where the documented name is absent, in whatever order the two were sent.
    private void ReadSecondNames(object dto, Dictionary<string, JToken> unknown)
    {
        foreach (var field in _fields)
        {
            if (field.AlsoReadAs is not { } name || field.Get(dto) is not null || unknown.ContainsKey(field.Name) || !unknown.TryGetValue(name, out var token))
                continue;
            var reader = token.CreateReader();
            reader.Read();
            if (!field.Read(reader, out var value, out _))
                continue;
            field.Set(dto, value);
            unknown.Remove(name);
        }
    }

    private static Dictionary<string, JToken> NewTokens() => new(StringComparer.Ordinal);
}
