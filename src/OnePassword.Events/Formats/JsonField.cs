using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Formats;

/// <summary>A value of a <see cref="JsonTree"/>, or a missing one.</summary>
internal readonly struct JsonField(JsonTree? tree, int index)
{
    public bool IsMissing => tree is null;

    /// <summary>Gets whether the value is a string that is not empty.</summary>
    public bool IsText => tree is not null && Node is { Kind: JsonTokenType.String, Length: > 2 };

    public bool IsNumber => tree is not null && Node.Kind == JsonTokenType.Number;

    public bool IsNull => tree is not null && Node.Kind == JsonTokenType.Null;

    public bool IsTaken => tree is not null && Node.IsTaken;

    /// <summary>Gets the token, with the quotes of a string.</summary>
    public ReadOnlySpan<byte> Raw => tree is null ? default : tree.Text.Slice(Node.Start, Node.Length);

    /// <summary>Gets the bytes of a string without its quotes and with its escapes; empty for other values.</summary>
    public ReadOnlySpan<byte> RawText => IsText ? Raw[1..^1] : default;

    /// <summary>Gets the string; empty for other values.</summary>
    public string Text => IsText ? WireText.Of(RawText, Node.IsEscaped) : "";

    public JsonTree? Tree => tree;

    private ref JsonNode Node => ref tree![index];

    /// <summary>Gets the member of an object.</summary>
    public JsonField this[ReadOnlySpan<byte> name] =>
        tree is not null && tree.Find(index, name) is var found and >= 0 ? new JsonField(tree, found) : default;

    /// <summary>Returns whether the value is this string, which needs no escapes.</summary>
    public bool Is(ReadOnlySpan<byte> text) => IsText && (Node.IsEscaped ? Unescaped(text) : RawText.SequenceEqual(text));

    /// <summary>Returns whether the value is a string that begins with this text, which needs no escapes.</summary>
    public bool StartsWith(string prefix) => IsText && (Node.IsEscaped
        ? Text.StartsWith(prefix, StringComparison.Ordinal)
        : RawText.Length >= prefix.Length && Ascii.Equals(RawText[..prefix.Length], prefix));

    /// <summary>Returns whether both values are present and are written in the same way.</summary>
    public bool IsSameAs(JsonField other) => !IsMissing && !other.IsMissing && Raw.SequenceEqual(other.Raw);

    /// <summary>Decodes a string of ASCII characters.</summary>
    /// <returns>False if the value is not such a string, or is too long.</returns>
    public bool TryDecode(Span<char> text, out int length)
    {
        length = 0;
        if (!IsText)
            return false;
        if (!Node.IsEscaped)
            return Ascii.ToUtf16(RawText, text, out length) == OperationStatus.Done;
        var decoded = Text;
        length = decoded.Length;
        return decoded.TryCopyTo(text);
    }

    /// <summary>Removes the value from the rest.</summary>
    public JsonField Take()
    {
        if (tree is not null)
            Node.IsTaken = true;
        return this;
    }

    private bool Unescaped(ReadOnlySpan<byte> text) => Text == Encoding.ASCII.GetString(text);
}
