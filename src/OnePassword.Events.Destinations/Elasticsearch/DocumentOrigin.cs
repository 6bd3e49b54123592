using System.Text.Json;

namespace OnePassword.Events.Destinations.Elasticsearch;

/// <summary>The origin of a raw event, in the fields of the Elastic Common Schema that the format <c>ecs</c> uses too.</summary>
internal static class DocumentOrigin
{
    public static void Write(Utf8JsonWriter json, EventOrigin origin)
    {
        json.WriteStartObject("observer"u8);
        json.WriteString("vendor"u8, "1Password"u8);
        json.WriteString("product"u8, "Events API"u8);
        json.WriteString("version"u8, origin.ApiVersion);
        if (origin.Host is { } host)
            json.WriteString("hostname"u8, host);
        json.WriteEndObject();
        if (origin.Account is not null || origin.AccountUuid is not null)
        {
            json.WriteStartObject("organization"u8);
            if (origin.AccountUuid is { } uuid)
                json.WriteString("id"u8, uuid);
            if (origin.Account is { } account)
                json.WriteString("name"u8, account);
            json.WriteEndObject();
        }
        json.WriteStartArray("tags"u8);
        json.WriteStringValue("forwarded"u8);
        json.WriteStringValue($"1password-{ElasticsearchTarget.FeedPart(origin.Feed)}");
        json.WriteEndArray();
    }
}
