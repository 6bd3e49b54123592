using System.Text.Json;

namespace OnePassword.Events.Formats;

/// <summary>A value of a <see cref="JsonTree"/>. Its members or items are the nodes up to <see cref="Next"/>.</summary>
internal struct JsonNode
{
    public JsonTokenType Kind;

    /// <summary>Whether the text of the value, or of its name, contains an escape.</summary>
    public bool IsEscaped, IsNameEscaped;

    /// <summary>Whether a mapping took the value.</summary>
    public bool IsTaken;

    /// <summary>Whether a later member of the object has the same name.</summary>
    public bool IsReplaced;

    public int NameStart, NameLength;

    /// <summary>The token in the text, with its quotes or from its first to its last brace.</summary>
    public int Start, Length;

    /// <summary>The index of the first node that is not part of this one.</summary>
    public int Next;

    public int Parent;

    public readonly bool IsContainer => Kind is JsonTokenType.StartObject or JsonTokenType.StartArray;
}
