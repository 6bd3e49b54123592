using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Newtonsoft.Json.Linq;
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
    : IReadOnlyDictionary<string, JToken>, IEquatable<AdditionalProperties>, IWireObject<AdditionalProperties>
{
    // The JSON text takes a fraction of the memory of its tokens, so the tokens are created on first use.
    private readonly byte[] _json = [];
    private Dictionary<string, JToken>? _tokens;

    /// <summary>Creates an instance without fields, equal to <see cref="None"/>.</summary>
    public AdditionalProperties()
        : this("{}"u8.ToArray())
    {
    }

    /// <summary>Creates an instance with a copy of <paramref name="tokens"/>.</summary>
    /// <param name="tokens">The fields, by their names in the JSON.</param>
    public AdditionalProperties(IEnumerable<KeyValuePair<string, JToken>> tokens) =>
        _tokens = new Dictionary<string, JToken>(tokens, StringComparer.Ordinal);

    private AdditionalProperties(byte[] json) => _json = json;

    /// <summary>Gets the instance without fields.</summary>
    public static AdditionalProperties None { get; } = FromJson("{}"u8.ToArray());

    /// <summary>Returns the fields of a well-formed JSON object.</summary>
    internal static AdditionalProperties FromJson(byte[] json) => new(json);

    /// <inheritdoc/>
    public int Count => Tokens.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Tokens.Keys;

    /// <inheritdoc/>
    public IEnumerable<JToken> Values => Tokens.Values;

    /// <inheritdoc/>
    public JToken this[string key] => Tokens[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Tokens.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out JToken value) => Tokens.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, JToken>> GetEnumerator() => Tokens.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(AdditionalProperties? other) =>
        other is not null && Count == other.Count
        && Tokens.All(token => other.TryGetValue(token.Key, out var theirs) && JToken.DeepEquals(token.Value, theirs));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AdditionalProperties);

    /// <inheritdoc/>
    public override int GetHashCode() => Keys.Aggregate(Count, (hash, key) => hash ^ StringComparer.Ordinal.GetHashCode(key));

    /// <summary>Returns the fields as one line of JSON.</summary>
    public override string ToString() =>
        new JObject(Tokens.Select(token => new JProperty(token.Key, token.Value))).ToString(Newtonsoft.Json.Formatting.None);

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

    private Dictionary<string, JToken> Tokens => Volatile.Read(ref _tokens) ?? CreateTokens();

    // If two threads create them, both get the same ones.
    private Dictionary<string, JToken> CreateTokens()
    {
        var tokens = NewtonsoftTokens.Fields(_json);
        return Interlocked.CompareExchange(ref _tokens, tokens, comparand: null) ?? tokens;
    }
}
