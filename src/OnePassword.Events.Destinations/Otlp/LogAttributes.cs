using System.Text.Json;
using OnePassword.Events.Json;

namespace OnePassword.Events.Destinations.Otlp;

/// <summary>The attributes of a log record: fields of the event that a search needs, and its origin.</summary>
internal static class LogAttributes
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 65_536 };

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["uuid"] = "log.record.uid",
        ["account_uuid"] = "onepassword.account_uuid",
        ["action"] = "onepassword.action",
        ["category"] = "onepassword.category",
        ["type"] = "onepassword.type",
        ["object_type"] = "onepassword.object_type",
        ["actor_uuid"] = "user.id",
        ["actor_details.email"] = "user.email",
        ["user.uuid"] = "user.id",
        ["user.email"] = "user.email",
        ["target_user.uuid"] = "user.id",
        ["target_user.email"] = "user.email",
        ["client.ip_address"] = "client.address",
        ["session.ip"] = "client.address",
        ["session.uuid"] = "session.id",
        ["session_uuid"] = "session.id",
    };

    public static List<(string Key, string Value)> Of(in RawEvent rawEvent, EventOrigin origin)
    {
        var attributes = new List<(string Key, string Value)>
        {
            ("onepassword.feed", origin.Feed),
            ("onepassword.api_version", origin.ApiVersion),
        };
        var reader = new Utf8JsonReader(rawEvent.Json.Span, Options);
        reader.Read();
        ReadFields(ref reader, "", attributes);
        if (origin.AccountUuid is { } account)
            Add(attributes, "onepassword.account_uuid", account);
        return attributes;
    }

    // Reads the fields of the event and of its objects, and no deeper.
    private static void ReadFields(ref Utf8JsonReader reader, string path, List<(string Key, string Value)> attributes)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = path + WireText.Of(reader);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && path.Length == 0)
                ReadFields(ref reader, field + ".", attributes);
            else if (reader.TokenType == JsonTokenType.String && Names.TryGetValue(field, out var name))
                Add(attributes, name, WireText.Of(reader));
            else
                reader.Skip();
        }
    }

    // The keys of attributes are unique. The first value stays.
    private static void Add(List<(string Key, string Value)> attributes, string name, string value)
    {
        if (value.Length > 0 && !attributes.Exists(one => one.Key == name))
            attributes.Add((name, value));
    }
}
