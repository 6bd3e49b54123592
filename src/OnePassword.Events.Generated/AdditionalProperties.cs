using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Newtonsoft.Json.Linq;

namespace OnePassword.Events;

/// <summary>
/// What the server sent beyond the named properties of a DTO, by name on the wire. Immutable; two are equal when their
/// JSON is.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "The name that JSON Schema and NSwag give these fields.")]
public sealed class AdditionalProperties : IReadOnlyDictionary<string, JToken>, IEquatable<AdditionalProperties>
{
    // Until somebody asks, what was sent is kept as it was: a fraction of the size of its tokens.
    private readonly byte[] _json = [];
    private Dictionary<string, JToken>? _tokens;

    /// <summary>Takes a copy of <paramref name="tokens"/>.</summary>
    /// <param name="tokens">The fields, by name on the wire.</param>
    public AdditionalProperties(IEnumerable<KeyValuePair<string, JToken>> tokens) =>
        _tokens = new Dictionary<string, JToken>(tokens, StringComparer.Ordinal);

    private AdditionalProperties(byte[] json) => _json = json;

    /// <summary>Nothing beyond the named properties.</summary>
    public static AdditionalProperties None { get; } = OfJson("{}"u8.ToArray());

    /// <summary>Takes the text of a JSON object that is known to be well-formed.</summary>
    internal static AdditionalProperties OfJson(byte[] json) => new(json);

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

    /// <summary>The fields as one line of JSON.</summary>
    public override string ToString() => JObject.FromObject(Tokens).ToString(Newtonsoft.Json.Formatting.None);

    private Dictionary<string, JToken> Tokens => Volatile.Read(ref _tokens) ?? Read();

    // Two threads may read; both get the tokens of one.
    private Dictionary<string, JToken> Read()
    {
        var tokens = WireTokens.Fields(_json);
        return Interlocked.CompareExchange(ref _tokens, tokens, comparand: null) ?? tokens;
    }
}
