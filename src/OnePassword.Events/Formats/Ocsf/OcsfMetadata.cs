using System.Text.Json;

namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The attribute <c>metadata</c>: the identity of the event, and where it was read.</summary>
internal static class OcsfMetadata
{
    private const string Version = "1.8.0";

    public static void Write(Utf8JsonWriter json, JsonField root, JsonField code, EventOrigin origin, string? profile)
    {
        json.WriteStartObject("metadata"u8);
        json.WriteString("version"u8, Version);
        WriteProduct(json, origin);
        json.MoveText("uid"u8, root["uuid"u8]);
        json.MoveText("event_code"u8, code);
        json.WriteString("log_name"u8, origin.Feed);
        json.WriteString("log_version"u8, origin.ApiVersion);
        json.WriteString("log_provider"u8, "1Password Events API"u8);
        json.MoveText("original_time"u8, root["timestamp"u8]);
        json.WriteNumber("logged_time"u8, origin.ReadAt.ToUnixTimeMilliseconds());
        if (root["account_uuid"u8] is { IsText: true } account)
            json.Move("tenant_uid"u8, account);
        else if (!string.IsNullOrEmpty(origin.AccountUuid))
            json.WriteString("tenant_uid"u8, origin.AccountUuid);
        WriteTags(json, origin);
        json.WriteStartArray("profiles"u8);
        if (profile is not null)
            json.WriteStringValue(profile);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteProduct(Utf8JsonWriter json, EventOrigin origin)
    {
        json.WriteStartObject("product"u8);
        json.WriteString("name"u8, "1Password"u8);
        json.WriteString("vendor_name"u8, "1Password"u8);
        json.WriteStartObject("feature"u8);
        json.WriteString("name"u8, "Events API"u8);
        json.WriteString("uid"u8, origin.Feed);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter json, EventOrigin origin)
    {
        if (origin.Account is null && origin.Host is null)
            return;
        json.WriteStartArray("tags"u8);
        WriteTag(json, "account"u8, origin.Account);
        WriteTag(json, "host"u8, origin.Host);
        json.WriteEndArray();
    }

    private static void WriteTag(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
            return;
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("value"u8, value);
        json.WriteEndObject();
    }
}
