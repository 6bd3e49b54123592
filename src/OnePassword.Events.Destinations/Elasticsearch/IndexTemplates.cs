using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>Reads index templates and mappings in the responses of a cluster.</summary>
internal static class IndexTemplates
{
    private const string Time = "@timestamp";

    /// <summary>Finds the template that a cluster would use for a name: the matching one with the highest priority.</summary>
    public static (string Name, bool IsDataStream)? Find(JsonElement response, string name)
    {
        if (!response.TryGetProperty("index_templates", out var templates))
            return null;
        return templates.EnumerateArray()
            .Select(entry => (Name: entry.GetProperty("name").GetString()!, Template: entry.GetProperty("index_template")))
            .Where(entry => Patterns(entry.Template)
                .Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)))
            .OrderByDescending(entry => Priority(entry.Template))
            .Select(entry => ((string, bool)?)(entry.Name, entry.Template.TryGetProperty("data_stream", out _)))
            .FirstOrDefault();
    }

    /// <summary>Finds the type of <c>@timestamp</c> in field mappings or in a simulated template; null if it has none.</summary>
    public static string? TypeOfTime(JsonElement response)
    {
        if (response.ValueKind != JsonValueKind.Object)
            return null;
        if (response.TryGetProperty(Time, out var field) && field.ValueKind == JsonValueKind.Object)
            return field.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
                ? type.GetString()
                : field.TryGetProperty("mapping", out var mapping) ? TypeOfTime(mapping) : null;
        // The last backing index is the newest one.
        return response.EnumerateObject().Select(member => TypeOfTime(member.Value)).LastOrDefault(found => found is not null);
    }

    private static IEnumerable<string> Patterns(JsonElement template) =>
        template.GetProperty("index_patterns").EnumerateArray().Select(pattern => pattern.GetString()!);

    private static double Priority(JsonElement template) =>
        template.TryGetProperty("priority", out var priority)
        && double.TryParse(priority.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : 0;
}
