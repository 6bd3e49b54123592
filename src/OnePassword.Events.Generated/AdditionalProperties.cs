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
    private readonly Dictionary<string, JToken> _tokens;

    /// <summary>Takes a copy of <paramref name="tokens"/>.</summary>
    /// <param name="tokens">The fields, by name on the wire.</param>
    public AdditionalProperties(IEnumerable<KeyValuePair<string, JToken>> tokens) =>
        _tokens = new Dictionary<string, JToken>(tokens, StringComparer.Ordinal);

    /// <summary>Nothing beyond the named properties.</summary>
    public static AdditionalProperties None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _tokens.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _tokens.Keys;

    /// <inheritdoc/>
    public IEnumerable<JToken> Values => _tokens.Values;

    /// <inheritdoc/>
    public JToken this[string key] => _tokens[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _tokens.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out JToken value) => _tokens.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, JToken>> GetEnumerator() => _tokens.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(AdditionalProperties? other) =>
        other is not null && Count == other.Count
        && _tokens.All(token => other.TryGetValue(token.Key, out var theirs) && JToken.DeepEquals(token.Value, theirs));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AdditionalProperties);

    /// <inheritdoc/>
    public override int GetHashCode() => Keys.Aggregate(Count, (hash, key) => hash ^ StringComparer.Ordinal.GetHashCode(key));

    /// <summary>The fields as one line of JSON.</summary>
    public override string ToString() => JObject.FromObject(_tokens).ToString(Newtonsoft.Json.Formatting.None);
}
