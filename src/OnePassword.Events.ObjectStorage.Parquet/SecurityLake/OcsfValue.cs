using System.Text.Json;

namespace OnePassword.Events.ObjectStorage.Parquet.SecurityLake;

/// <summary>Reads values of the types of columns.</summary>
internal static class OcsfValue
{
    public static bool TryText(JsonElement json, out ReadOnlyMemory<char> value)
    {
        value = json.ValueKind == JsonValueKind.String ? json.GetString().AsMemory() : default;
        return json.ValueKind == JsonValueKind.String;
    }

    public static bool TryInteger(JsonElement json, out int value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out value);
    }

    public static bool TryLong(JsonElement json, out long value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out value);
    }

    public static bool TryFloat(JsonElement json, out double value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out value);
    }

    public static bool TryBoolean(JsonElement json, out bool value)
    {
        value = json.ValueKind == JsonValueKind.True;
        return json.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }

    public static bool TryJson(JsonElement json, out ReadOnlyMemory<char> value)
    {
        value = json.GetRawText().AsMemory();
        return true;
    }
}
