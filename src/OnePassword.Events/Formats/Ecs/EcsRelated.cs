using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OnePassword.Events.Formats.Ecs;

/// <summary>The field set <c>related</c>: all users and addresses of an event, for searches.</summary>
internal static class EcsRelated
{
    private const int Capacity = 5; // At most three fields of the feed, and two of its object.

    public static void Write(Utf8JsonWriter json, EcsFeed feed, JsonField root)
    {
        var memory = default(Users);
        Span<JsonField> users = memory;
        for (var i = 0; i < feed.RelatedUsers.Count; i++)
            users[i] = feed.RelatedUsers[i].In(root);
        var type = root["object_type"u8];
        users[^2] = type.Is("user"u8) ? root["object_uuid"u8] : default;
        users[^1] = type.Is("gm"u8) || type.Is("device"u8) || type.Is("uva"u8) ? root["aux_uuid"u8] : default;
        var ip = feed.Ip.In(root);
        var (hasUser, hasIp) = (HasText(users), IpText.IsIp(ip));
        if (!hasUser && !hasIp)
            return;
        json.WriteStartObject("related"u8);
        if (hasUser)
            WriteList(json, "user"u8, users);
        if (hasIp)
            WriteList(json, "ip"u8, [ip]);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<JsonField> values)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].IsText && !Contains(values[..i], values[i]))
                json.WriteRawValue(values[i].Raw, skipInputValidation: true);
        }
        json.WriteEndArray();
    }

    private static bool HasText(ReadOnlySpan<JsonField> values)
    {
        foreach (var value in values)
        {
            if (value.IsText)
                return true;
        }
        return false;
    }

    private static bool Contains(ReadOnlySpan<JsonField> values, JsonField value)
    {
        foreach (var other in values)
        {
            if (other.IsSameAs(value))
                return true;
        }
        return false;
    }

    [InlineArray(Capacity)]
    private struct Users
    {
        private JsonField _first;
    }
}
