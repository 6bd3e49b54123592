using System.Text.Json;

namespace OnePassword.Events.ContractTests.Servers;

internal static class Json
{
    /// <summary>A member of an object; null if it has none of that name.</summary>
    public static JsonElement? Member(this JsonElement from, string name) => from.TryGetProperty(name, out var member) ? member : null;
}
