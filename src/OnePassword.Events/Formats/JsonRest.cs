using System.Text.Json;

namespace OnePassword.Events.Formats;

/// <summary>Writes the values that no mapping took.</summary>
internal static class JsonRest
{
    /// <summary>Deeper values are written as the text of their JSON: destinations and parsers limit the depth.</summary>
    public const int MaxDepth = 32;

    /// <summary>Writes the rest of an object as a property, unless it is empty.</summary>
    public static void WriteRest(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonTree tree)
    {
        if (tree.Root.IsMissing || tree[0].Kind != JsonTokenType.StartObject || !HasMembers(tree, 0))
            return;
        json.WritePropertyName(name);
        WriteMembers(json, tree, 0, depth: 1);
    }

    private static bool HasMembers(JsonTree tree, int parent)
    {
        for (var child = parent + 1; child < tree[parent].Next; child = tree[child].Next)
        {
            if (IsInRest(tree, child))
                return true;
        }
        return false;
    }

    // An object is omitted if it had members, and all of them were taken.
    private static bool IsInRest(JsonTree tree, int index)
    {
        ref var node = ref tree[index];
        return node is { IsTaken: false, IsReplaced: false }
            && (node.Kind != JsonTokenType.StartObject || !HasTaken(tree, index) || HasMembers(tree, index));
    }

    // Only top-level objects have members that a mapping takes, so that this does not search the depth of an event.
    private static bool HasTaken(JsonTree tree, int parent)
    {
        for (var child = parent + 1; child < tree[parent].Next; child = tree[child].Next)
        {
            if (tree[child].IsTaken)
                return true;
        }
        return false;
    }

    private static void WriteMembers(Utf8JsonWriter json, JsonTree tree, int parent, int depth)
    {
        json.WriteStartObject();
        for (var child = parent + 1; child < tree[parent].Next; child = tree[child].Next)
        {
            if (!IsInRest(tree, child))
                continue;
            WriteName(json, tree, child);
            WriteValue(json, tree, child, depth);
        }
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, JsonTree tree, int index, int depth)
    {
        ref var node = ref tree[index];
        var raw = tree.Text.Slice(node.Start, node.Length);
        if (!node.IsContainer)
            json.WriteRawValue(raw, skipInputValidation: true);
        else if (depth >= MaxDepth)
            json.WriteStringValue(raw);
        else if (node.Kind == JsonTokenType.StartObject)
            WriteMembers(json, tree, index, depth + 1);
        else
            WriteItems(json, tree, index, depth + 1);
    }

    private static void WriteItems(Utf8JsonWriter json, JsonTree tree, int parent, int depth)
    {
        json.WriteStartArray();
        for (var child = parent + 1; child < tree[parent].Next; child = tree[child].Next)
            WriteValue(json, tree, child, depth);
        json.WriteEndArray();
    }

    private static void WriteName(Utf8JsonWriter json, JsonTree tree, int index)
    {
        var name = tree.NameOf(tree[index]);
        if (tree[index].IsNameEscaped)
            json.WritePropertyName(WireText.Of(name, isEscaped: true));
        else
            json.WritePropertyName(name);
    }
}
