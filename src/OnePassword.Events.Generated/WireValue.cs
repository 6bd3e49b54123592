using System.Collections;
using System.Globalization;
using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace OnePassword.Events;

/// <summary>
/// How one JSON value becomes the value of a property. A value of another JSON type than the documented one is not
/// converted and not an error: the reader is left on it, and it is kept with the fields that nobody knows.
/// </summary>
internal static class WireValue
{
    /// <summary>Reads the value that <paramref name="reader"/> stands on, if it is of the documented JSON type.</summary>
    /// <param name="reader">Stands on the value; afterwards on its last token.</param>
    /// <param name="value">The value read; never null.</param>
    /// <param name="odd">Elements of a list that are not of its type.</param>
    public delegate bool Read(JsonReader reader, out object? value, out JArray? odd);

    /// <summary>The reading of a property type.</summary>
    /// <param name="type">A type that the templates generate, without its nullability.</param>
    public static Read For(Type type)
    {
        if (type == typeof(string))
            return Scalar(TryString);
        if (type == typeof(long))
            return Scalar(static reader => ToLong(reader));
        if (type == typeof(int))
            return Scalar(static reader => ToLong(reader) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null);
        if (type == typeof(double))
            return Scalar(static reader => ToDouble(reader));
        if (type == typeof(bool))
            return Scalar(static reader => reader is { TokenType: JsonToken.Boolean, Value: bool yes } ? yes : null);
        if (type == typeof(EventTime))
            return Scalar(static reader => TryTime(reader, out var time) ? time : null);
        if (typeof(IOpenEnumValue).IsAssignableFrom(type))
            return Scalar(reader => TryString(reader) is string text ? OpenEnumConverter.Create(type, text) : null);
        return type.IsGenericType ? List(type.GenericTypeArguments[0]) : Object(type);
    }

    public static bool TryTime(JsonReader reader, out EventTime time)
    {
        time = reader.Value switch
        {
            DateTimeOffset moment => new EventTime(moment),
            DateTime { Kind: not DateTimeKind.Unspecified } moment => new EventTime(new DateTimeOffset(moment.ToUniversalTime())),
            _ => default,
        };
        return reader is { TokenType: JsonToken.Date, Value: not DateTime { Kind: DateTimeKind.Unspecified } }
            || (reader.TokenType == JsonToken.String && EventTime.TryParse((string?)reader.Value, out time));
    }

    public static void Write(JsonWriter writer, object? value, JArray? odd)
    {
        switch (value)
        {
            case EventTime time:
                writer.WriteValue(time.Text);
                break;
            case IOpenEnumValue known:
                writer.WriteValue(known.Value);
                break;
            case null or string or long or int or double or bool:
                writer.WriteValue(value);
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var element in list)
                    Write(writer, element, odd: null);
                foreach (var element in odd ?? [])
                    element.WriteTo(writer);
                writer.WriteEndArray();
                break;
            default:
                WireShape.Of(value.GetType()).Write(writer, value);
                break;
        }
    }

    // A token tree that was parsed with Newtonsoft's defaults has turned date-like strings into dates already.
    public static string? TryString(JsonReader reader) => reader.TokenType switch
    {
        JsonToken.String => (string?)reader.Value,
        JsonToken.Date when TryTime(reader, out var time) => time.Text,
        JsonToken.Date => ((DateTime)reader.Value!).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        _ => null,
    };

    // Text gives a long or a BigInteger; a token tree that a program built has whatever number it was given.
    private static long? ToLong(JsonReader reader) => reader.TokenType != JsonToken.Integer ? null : reader.Value switch
    {
        BigInteger or ulong and > long.MaxValue => null,
        var number => Convert.ToInt64(number, CultureInfo.InvariantCulture),
    };

    private static double? ToDouble(JsonReader reader) => reader.TokenType is not (JsonToken.Integer or JsonToken.Float) ? null : reader.Value switch
    {
        BigInteger number => (double)number,
        var number => Convert.ToDouble(number, CultureInfo.InvariantCulture),
    };

    private static Read Scalar(Func<JsonReader, object?> read) => (JsonReader reader, out object? value, out JArray? odd) =>
    {
        odd = null;
        value = read(reader);
        return value is not null;
    };

    private static Read Object(Type type) => (JsonReader reader, out object? value, out JArray? odd) =>
    {
        odd = null;
        value = reader.TokenType == JsonToken.StartObject ? WireShape.Of(type).Read(reader) : null;
        return value is not null;
    };

    private static Read List(Type elementType)
    {
        var readElement = For(elementType);
        var listType = typeof(List<>).MakeGenericType(elementType);
        return (JsonReader reader, out object? value, out JArray? odd) =>
        {
            (value, odd) = (null, null);
            if (reader.TokenType != JsonToken.StartArray)
                return false;
            var list = (IList)Activator.CreateInstance(listType)!;
            while (reader.Advance() != JsonToken.EndArray)
            {
                if (readElement(reader, out var element, out _))
                    list.Add(element);
                else
                    (odd ??= []).Add(JToken.ReadFrom(reader));
            }
            value = list;
            return true;
        };
    }

    /// <summary>The value of a field that is there for a second time: of a list both, of anything else the later one.</summary>
    public static object? After(object? earlier, object? value)
    {
        if (earlier is IList first && value is IList list)
        {
            for (var i = 0; i < first.Count; i++)
                list.Insert(i, first[i]);
        }
        return value;
    }

    /// <summary>The next token that is not a comment.</summary>
    /// <exception cref="JsonSerializationException">The JSON ends here.</exception>
    public static JsonToken Advance(this JsonReader reader)
    {
        do
        {
            if (!reader.Read())
                throw new JsonSerializationException($"The JSON ends in the middle, at '{reader.Path}'.");
        }
        while (reader.TokenType == JsonToken.Comment);
        return reader.TokenType;
    }
}
