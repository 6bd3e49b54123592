using System.Text.Json;

namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The attribute <c>observables</c>: the values of the event that investigations search for.</summary>
internal static class OcsfObservables
{
    private static readonly OcsfValue Ip = new(2, "IP Address");
    private static readonly OcsfValue Email = new(5, "Email Address");
    private static readonly OcsfValue Resource = new(10, "Resource UID");

    /// <summary>Writes those values that are in the attribute of their name.</summary>
    public static void Write(Utf8JsonWriter json, OcsfSubject subject, JsonField root)
    {
        var (user, resource, resourceName) = subject switch
        {
            OcsfSubject.SignIn => (OcsfUser.TargetOf(root).Email, default, ""),
            OcsfSubject.Item => (default, root["item_uuid"u8], "web_resources[].uid"),
            OcsfSubject.Resource => (default, root["object_uuid"u8], "web_resources[].uid"),
            OcsfSubject.User => (OcsfUser.ObjectOf(root).Email, default, ""),
            OcsfSubject.Member => (OcsfUser.AuxOf(root).Email, default, ""),
            OcsfSubject.VaultUser => (OcsfUser.AuxOf(root).Email, root["object_uuid"u8], "resources[].uid"),
            OcsfSubject.VaultGroup => (default, root["object_uuid"u8], "resource.uid"),
            _ => (default(JsonField), default(JsonField), ""),
        };
        var (ip, actor) = (OcsfEndpoint.IpOf(root), OcsfUser.ActorOf(root).Email);
        if (!ip.IsTaken && !actor.IsTaken && !user.IsTaken && !resource.IsTaken)
            return;
        json.WriteStartArray("observables"u8);
        Write(json, Ip, "src_endpoint.ip", ip);
        Write(json, Email, "actor.user.email_addr", actor);
        Write(json, Email, "user.email_addr", user);
        Write(json, Resource, resourceName, resource);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, OcsfValue type, string name, JsonField value)
    {
        if (!value.IsTaken)
            return;
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        type.Write(json, "type_id"u8, "type"u8);
        json.Copy("value"u8, value);
        json.WriteEndObject();
    }
}
