using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Tests.Formats;

/// <summary>Checks that a mapped event contains all that the event contained.</summary>
internal static class Kept
{
    /// <summary>Returns the values of an event that are in no field of a mapped event, and how its original differs.</summary>
    public static IEnumerable<string> Missing(ReadOnlyMemory<byte> json, JsonElement mapped)
    {
        var original = mapped.TryGetProperty("raw_data", out var raw) ? raw : mapped.GetProperty("event").GetProperty("original");
        if (original.GetString() != Encoding.UTF8.GetString(json.Span))
            yield return "the original differs";
        var kept = Leaves("", mapped).Where(leaf => !original.ValueEquals(leaf.Value)).Select(leaf => leaf.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, value) in Leaves("", JsonElement.Parse(json.Span)))
        {
            if (!kept.Contains(value))
                yield return $"{path} is missing: {value}";
        }
    }

    private static IEnumerable<(string Path, string Value)> Leaves(string path, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Leaves($"{path}.{member.Name}", member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(item => Leaves($"{path}[]", item)),
        JsonValueKind.String => [(path, json.GetString()!)],
        _ => [(path, json.GetRawText())],
    };
}
