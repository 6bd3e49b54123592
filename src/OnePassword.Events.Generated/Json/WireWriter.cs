using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OnePassword.Events.Json;

/// <summary>Writes the fields of a DTO, and after them its unknown fields. A property that is null is not written.</summary>
internal readonly ref struct WireWriter
{
    /// <summary>Options with few escapes and without checks, because the readers check the JSON.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = int.MaxValue,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json;
    private readonly Dictionary<string, JsonElement>? _unknown;

    public WireWriter(Utf8JsonWriter json, AdditionalProperties? unknown)
    {
        _json = json;
        _unknown = unknown is { Count: > 0 } ? new(unknown, StringComparer.Ordinal) : null;
        json.WriteStartObject();
    }

    public static byte[] Serialize(IWireObject value)
    {
        using var json = new PooledBuffer();
        Serialize(value, json);
        return json.Written.ToArray();
    }

    public static void Serialize(IWireObject value, PooledBuffer json)
    {
        using var writer = new Utf8JsonWriter(json, Options);
        value.Write(writer);
    }

    public void Write(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
            return;
        WriteName(name);
        _json.WriteStringValue(value);
    }

    public void Write(ReadOnlySpan<byte> name, long? value)
    {
        if (value is null)
            return;
        WriteName(name);
        _json.WriteNumberValue(value.Value);
    }

    public void Write(ReadOnlySpan<byte> name, double? value)
    {
        if (value is null)
            return;
        WriteName(name);
        WireNumber.Write(_json, value.Value);
    }

    public void Write(ReadOnlySpan<byte> name, bool? value)
    {
        if (value is null)
            return;
        WriteName(name);
        _json.WriteBooleanValue(value.Value);
    }

    public void Write<T>(ReadOnlySpan<byte> name, T? value)
        where T : struct, IWireText<T>
    {
        if (value is null)
            return;
        WriteName(name);
        _json.WriteStringValue(value.Value.Text);
    }

    public void Write<T>(ReadOnlySpan<byte> name, T? value)
        where T : class, IWireObject
    {
        if (value is null)
            return;
        WriteName(name);
        value.Write(_json);
    }

    /// <summary>
    /// Writes an array of the element types that the generated readers know, and after them its mismatched elements.
    /// </summary>
    public void Write<T>(ReadOnlySpan<byte> name, IReadOnlyList<T>? list)
    {
        if (list is null)
            return;
        var mismatched = WriteName(name);
        _json.WriteStartArray();
        foreach (var element in list)
            WriteElement(element);
        if (mismatched is { ValueKind: JsonValueKind.Array })
        {
            foreach (var element in mismatched.Value.EnumerateArray())
                WireElement.Write(element, _json);
        }
        _json.WriteEndArray();
    }

    /// <summary>Writes the unknown fields and ends the object.</summary>
    public void End()
    {
        foreach (var (name, value) in _unknown ?? [])
        {
            _json.WritePropertyName(name);
            WireElement.Write(value, _json);
        }
        _json.WriteEndObject();
    }

    // A mismatched value of the same name gives way to the property, except for the elements of an array.
    private JsonElement? WriteName(ReadOnlySpan<byte> name)
    {
        _json.WritePropertyName(name);
        return _unknown is not null && _unknown.Remove(Encoding.UTF8.GetString(name), out var mismatched) ? mismatched : null;
    }

    private void WriteElement<T>(T element)
    {
        switch (element)
        {
            case null:
                _json.WriteNullValue();
                break;
            case string text:
                _json.WriteStringValue(text);
                break;
            case bool isTrue:
                _json.WriteBooleanValue(isTrue);
                break;
            case long or int:
                _json.WriteNumberValue(Convert.ToInt64(element, CultureInfo.InvariantCulture));
                break;
            case double number:
                WireNumber.Write(_json, number);
                break;
            case EventTime time:
                _json.WriteStringValue(time.Text);
                break;
            case IOpenEnumValue value:
                _json.WriteStringValue(value.Value);
                break;
            case IWireObject item:
                item.Write(_json);
                break;
        }
    }
}
