using System.Text.Json;

namespace OnePassword.Events.Formats.Ecs;

/// <summary>The Elastic Common Schema, as Elastic's integration of 1Password maps events.</summary>
internal sealed class EcsFormat() : MappedFormat("ecs")
{
    private const string Version = "8.11.0";

    private protected override void Map(EventDocument document, EventOrigin origin, Utf8JsonWriter json)
    {
        var feed = EcsFeed.Of(origin.Feed);
        var root = document.Root;
        WriteTime(json, root, origin);
        json.WriteStartObject("ecs"u8);
        json.WriteString("version"u8, Version);
        json.WriteEndObject();
        WriteEvent(json, feed, document, origin);
        EcsUser.Write(json, feed, root);
        EcsSource.Write(json, feed, root);
        WriteOs(json, feed, root);
        EcsRelated.Write(json, feed, root);
        WriteOrigin(json, origin);
        if (root["details"u8] is { IsNull: true } details)
            details.Take();
        json.WriteRest("onepassword"u8, document.Tree);
    }

    private static void WriteTime(Utf8JsonWriter json, JsonField root, EventOrigin origin)
    {
        var timestamp = root["timestamp"u8];
        if (!SentTime.TryParse(timestamp, out var time))
            json.WriteString("@timestamp"u8, origin.ReadAt.UtcDateTime);
        else if (SentTime.IsIso(timestamp))
            json.Move("@timestamp"u8, timestamp);
        else
            json.WriteString("@timestamp"u8, time.UtcDateTime);
    }

    private static void WriteEvent(Utf8JsonWriter json, EcsFeed feed, EventDocument document, EventOrigin origin)
    {
        var action = feed.Action.In(document.Root);
        json.WriteStartObject("event"u8);
        json.WriteString("kind"u8, "event"u8);
        WriteList(json, "category"u8, feed.Category);
        WriteList(json, "type"u8, feed.Type);
        json.WriteString("module"u8, "1password"u8);
        json.WriteString("dataset"u8, feed.Dataset);
        json.MoveText("action"u8, action);
        if (feed.HasOutcome)
            json.WriteString("outcome"u8, Outcome(action));
        json.WriteString("created"u8, origin.ReadAt.UtcDateTime);
        json.WriteString("original"u8, document.Line);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Outcome(JsonField category) =>
        !category.IsText ? "unknown"u8
        : category.Is("success"u8) || category.Is("firewall_reported_success"u8) ? "success"u8
        : "failure"u8;

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
            return;
        json.WriteStartArray(name);
        json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteOs(Utf8JsonWriter json, EcsFeed feed, JsonField root)
    {
        var (name, version) = (feed.OsName.In(root), feed.OsVersion.In(root));
        if (!name.IsText && !version.IsText)
            return;
        json.WriteStartObject("host"u8);
        json.WriteStartObject("os"u8);
        json.MoveText("name"u8, name);
        json.MoveText("version"u8, version);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Not part of Elastic's integration, which does not know the account of an event.
    private static void WriteOrigin(Utf8JsonWriter json, EventOrigin origin)
    {
        if (origin.Account is not null || origin.AccountUuid is not null)
        {
            json.WriteStartObject("organization"u8);
            if (origin.AccountUuid is not null)
                json.WriteString("id"u8, origin.AccountUuid);
            if (origin.Account is not null)
                json.WriteString("name"u8, origin.Account);
            json.WriteEndObject();
        }
        json.WriteStartObject("observer"u8);
        json.WriteString("vendor"u8, "1Password"u8);
        json.WriteString("product"u8, "Events API"u8);
        json.WriteString("version"u8, origin.ApiVersion);
        if (origin.Host is not null)
            json.WriteString("hostname"u8, origin.Host);
        json.WriteEndObject();
    }
}
