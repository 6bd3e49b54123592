using System.Text.Json;

namespace OnePassword.Events.ContractTests.Servers;

internal static class Json
{
    /// <summary>Returns a member of an object, or null if it does not exist.</summary>
    public static JsonElement? Member(this JsonElement from, string name) =>
        from.TryGetProperty(name, out var member) ? member : null;
}
