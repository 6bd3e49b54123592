using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using OnePassword.Events.Json;

namespace OnePassword.Events;

/// <summary>
/// The fields of a JSON object that no property of the DTO holds, by their names in the JSON. Immutable. Two instances are
/// equal if their JSON is equal.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "The name that JSON Schema and NSwag use for these fields.")]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftObjectConverter<AdditionalProperties>))]
[System.Text.Json.Serialization.JsonConverter(typeof(ObjectJsonConverter<AdditionalProperties>))]
public sealed class AdditionalProperties
    : IReadOnlyDictionary<string, JsonElement>, IEquatable<AdditionalProperties>, IWireObject<AdditionalProperties>
{
    // The JSON text takes a fraction of the memory of its elements, so these are created on first use.
    private readonly byte[] _json = [];
    private Dictionary<string, JsonElement>? _fields;

    /// <summary>Creates an instance without fields, equal to <see cref="None"/>.</summary>
    public AdditionalProperties()
        : this("{}"u8.ToArray())
    {
    }

    /// <summary>Creates an instance with a copy of <paramref name="fields"/>.</summary>
    /// <param name="fields">The fields, by their names in the JSON.</param>
    /// <exception cref="InvalidOperationException">A value is undefined, as <c>default</c> is.</exception>
    public AdditionalProperties(IEnumerable<KeyValuePair<string, JsonElement>> fields) =>
        _fields = fields.ToDictionary(field => field.Key, field => field.Value.Clone(), StringComparer.Ordinal);

    private AdditionalProperties(byte[] json) => _json = json;

    /// <summary>Gets the instance without fields.</summary>
    public static AdditionalProperties None { get; } = FromJson("{}"u8.ToArray());

    /// <summary>Returns the fields of a well-formed JSON object.</summary>
    internal static AdditionalProperties FromJson(byte[] json) => new(json);

    /// <inheritdoc/>
    public int Count => Fields.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Fields.Keys;

    /// <inheritdoc/>
    public IEnumerable<JsonElement> Values => Fields.Values;

    /// <inheritdoc/>
    public JsonElement this[string key] => Fields[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Fields.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, out JsonElement value) => Fields.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() => Fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(AdditionalProperties? other) =>
        other is not null && Count == other.Count
        && Fields.All(field => other.TryGetValue(field.Key, out var theirs) && JsonElement.DeepEquals(field.Value, theirs));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AdditionalProperties);

    /// <inheritdoc/>
    public override int GetHashCode() => Keys.Aggregate(Count, (hash, key) => hash ^ StringComparer.Ordinal.GetHashCode(key));

    /// <summary>Returns the fields as one line of JSON.</summary>
    public override string ToString() => Encoding.UTF8.GetString(WireWriter.Serialize(this));

    bool IWireObject<AdditionalProperties>.TryRead(ref WireReader reader, ref AdditionalProperties? value)
    {
        if (!reader.IsObject)
            return false;
        var first = reader.UnknownCount;
        while (reader.NextField(out _))
            reader.PreserveUnknownField();
        value = reader.TakeUnknown(first);
        return true;
    }

    void IWireObject.Write(Utf8JsonWriter json) => new WireWriter(json, this).End();

    private Dictionary<string, JsonElement> Fields => Volatile.Read(ref _fields) ?? CreateFields();

    // If two threads create them, both get the same ones.
    private Dictionary<string, JsonElement> CreateFields()
    {
        var fields = WireElement.Fields(_json);
        return Interlocked.CompareExchange(ref _fields, fields, comparand: null) ?? fields;
    }
}
