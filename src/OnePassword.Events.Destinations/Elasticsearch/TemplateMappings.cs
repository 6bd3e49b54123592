using System.Text.Json;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>
/// The mappings of an index template. Objects that depend on the API are flattened: their fields can be searched, and neither a
/// new field nor another type of a field causes a rejection.
/// </summary>
internal sealed class TemplateMappings(Utf8JsonWriter json, bool isOpenSearch)
{
    private const int MaxKeyword = 1_024;

    // Paths and types. A keyword is indexed up to MaxKeyword characters; text is stored only.
    private static readonly (string Path, string Type)[] Common =
    [
        ("@timestamp", "date_nanos"),
        ("data_stream.dataset", "keyword"), ("data_stream.namespace", "keyword"), ("data_stream.type", "keyword"),
    ];

    private static readonly (string Path, string Type)[] Origin =
    [
        ("observer.hostname", "keyword"), ("observer.product", "keyword"), ("observer.vendor", "keyword"),
        ("observer.version", "keyword"), ("organization.id", "keyword"), ("organization.name", "keyword"), ("tags", "keyword"),
    ];

    private static readonly (string Path, string Type)[] Raw = [.. Common, ("message", "text"), .. Origin];

    private static readonly (string Path, string Type)[] Envelope =
    [
        .. Common, ("account", "keyword"), ("event", "flattened"), ("feed", "keyword"), ("read_at", "date_nanos"),
        ("region", "keyword"),
    ];

    private static readonly (string Path, string Type)[] Ecs =
    [
        .. Common, ("ecs.version", "keyword"),
        ("event.action", "keyword"), ("event.category", "keyword"), ("event.created", "date"), ("event.dataset", "keyword"),
        ("event.kind", "keyword"), ("event.module", "keyword"), ("event.original", "stored"), ("event.outcome", "keyword"),
        ("event.type", "keyword"),
        ("host.os.name", "keyword"), ("host.os.version", "keyword"), .. Origin, ("onepassword", "flattened"),
        ("related.ip", "ip"), ("related.user", "keyword"),
        ("source.geo.city_name", "keyword"), ("source.geo.country_iso_code", "keyword"), ("source.geo.country_name", "keyword"),
        ("source.geo.location", "geo_point"), ("source.geo.region_name", "keyword"), ("source.ip", "ip"),
        ("user.email", "keyword"), ("user.full_name", "keyword"), ("user.id", "keyword"), ("user.name", "keyword"),
    ];

    private static readonly (string Path, string Type)[] Ocsf =
        [.. Common, ("raw_data", "stored"), ("time", "date"), ("unmapped", "flattened")];

    public void Write(EventFormat format)
    {
        json.WriteStartObject();
        json.WriteBoolean("date_detection"u8, value: false);
        json.WriteStartArray("dynamic_templates"u8);
        WriteDynamic("objects", "object", "flattened");
        WriteDynamic("strings", "string", "keyword");
        json.WriteEndArray();
        WriteProperties(
            format == EventFormat.Raw ? Raw : format == EventFormat.Envelope ? Envelope : format == EventFormat.Ecs ? Ecs : Ocsf,
            depth: 0);
        json.WriteEndObject();
    }

    private void WriteDynamic(string name, string match, string type)
    {
        json.WriteStartObject();
        json.WriteStartObject(name);
        json.WriteString("match_mapping_type"u8, match);
        json.WritePropertyName("mapping"u8);
        WriteType(type);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteProperties(IEnumerable<(string Path, string Type)> fields, int depth)
    {
        json.WriteStartObject("properties"u8);
        foreach (var group in fields.GroupBy(field => field.Path.Split('.')[depth], StringComparer.Ordinal))
        {
            json.WritePropertyName(group.Key);
            if (group.First() is var only && only.Path.Split('.').Length == depth + 1)
            {
                WriteType(only.Type);
                continue;
            }
            json.WriteStartObject();
            WriteProperties(group, depth + 1);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private void WriteType(string type)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type switch
        {
            "flattened" when isOpenSearch => "flat_object",
            "stored" => "keyword",
            _ => type,
        });
        switch (type)
        {
            case "keyword":
                json.WriteNumber("ignore_above"u8, MaxKeyword);
                break;
            case "flattened" when !isOpenSearch:
                json.WriteNumber("depth_limit"u8, 50);
                json.WriteNumber("ignore_above"u8, MaxKeyword);
                break;
            case "stored":
                json.WriteBoolean("index"u8, value: false);
                json.WriteBoolean("doc_values"u8, value: false);
                break;
            case "ip" or "geo_point":
                json.WriteBoolean("ignore_malformed"u8, value: true);
                break;
        }
        json.WriteEndObject();
    }
}
