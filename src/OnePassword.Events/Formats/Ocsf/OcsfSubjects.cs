using System.Text.Json;

namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The attributes that describe what an event is about.</summary>
internal static class OcsfSubjects
{
    /// <summary>Returns whether the event has what the class of the subject requires.</summary>
    public static bool CanWrite(OcsfSubject subject, JsonField root) => subject switch
    {
        OcsfSubject.SignIn => OcsfUser.TargetOf(root).IsKnown,
        OcsfSubject.Switch => OcsfUser.ActorOf(root).IsKnown,
        OcsfSubject.User => OcsfUser.ObjectOf(root).IsKnown,
        OcsfSubject.VaultUser => OcsfUser.AuxOf(root).IsKnown,
        OcsfSubject.Group or OcsfSubject.Member => root["object_uuid"u8].IsText,
        OcsfSubject.VaultGroup => root["aux_uuid"u8].IsText,
        _ => true,
    };

    /// <summary>Writes the subject of an event, except a sign-in.</summary>
    public static void Write(Utf8JsonWriter json, OcsfSubject subject, JsonField root)
    {
        var (type, uuid, aux) = (root["object_type"u8], root["object_uuid"u8], root["aux_uuid"u8]);
        switch (subject)
        {
            case OcsfSubject.Switch:
                OcsfSignIn.WriteSwitch(json, root);
                break;
            case OcsfSubject.Item:
                WriteItem(json, root);
                break;
            case OcsfSubject.Resource:
                json.WriteStartArray("web_resources"u8);
                WriteResource(json, uuid, type);
                json.WriteEndArray();
                break;
            case OcsfSubject.User:
                OcsfUser.ObjectOf(root).Write(json);
                break;
            case OcsfSubject.Group:
                WriteGroup(json, uuid);
                break;
            case OcsfSubject.Member:
                WriteGroup(json, uuid);
                if (OcsfUser.AuxOf(root).IsKnown)
                    OcsfUser.AuxOf(root).Write(json);
                break;
            case OcsfSubject.VaultUser:
                OcsfUser.AuxOf(root).Write(json);
                WritePrivileges(json);
                json.WriteStartArray("resources"u8);
                WriteVault(json, uuid);
                json.WriteEndArray();
                break;
            case OcsfSubject.VaultGroup:
                WriteGroup(json, aux);
                WritePrivileges(json);
                json.WritePropertyName("resource"u8);
                WriteVault(json, uuid);
                break;
            case OcsfSubject.Entity:
                WriteEntity(json, uuid, type);
                break;
            default:
                break;
        }
    }

    private static void WriteItem(Utf8JsonWriter json, JsonField root)
    {
        var (vault, version) = (root["vault_uuid"u8], root["used_version"u8]);
        json.WriteStartArray("web_resources"u8);
        json.WriteStartObject();
        WriteIdentity(json, root["item_uuid"u8], "item"u8);
        json.WriteString("type"u8, "item"u8);
        if (vault.IsText || version.IsNumber)
        {
            json.WriteStartObject("data"u8);
            json.MoveText("vault_uuid"u8, vault);
            if (version.IsNumber)
                json.Move("used_version"u8, version);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResource(Utf8JsonWriter json, JsonField uuid, JsonField type)
    {
        json.WriteStartObject();
        if (!uuid.IsText)
            json.CopyText("name"u8, type);
        json.MoveText("uid"u8, uuid);
        json.MoveText("type"u8, type);
        json.WriteEndObject();
    }

    private static void WriteEntity(Utf8JsonWriter json, JsonField uuid, JsonField type)
    {
        json.WriteStartObject("entity"u8);
        if (!uuid.IsText)
            json.CopyText("name"u8, type);
        json.MoveText("uid"u8, uuid);
        json.WriteNumber("type_id"u8, (OcsfTypes.Entities.Find(type, default) ?? OcsfTypes.OtherEntity).Id);
        json.MoveText("type"u8, type);
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, JsonField uuid)
    {
        json.WriteStartObject("group"u8);
        json.Move("uid"u8, uuid);
        json.WriteEndObject();
    }

    private static void WriteVault(Utf8JsonWriter json, JsonField uuid)
    {
        json.WriteStartObject();
        WriteIdentity(json, uuid, "vault"u8);
        json.WriteString("type"u8, "vault"u8);
        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, JsonField uuid, ReadOnlySpan<byte> name)
    {
        if (uuid.IsText)
            json.Move("uid"u8, uuid);
        else
            json.WriteString("name"u8, name);
    }

    private static void WritePrivileges(Utf8JsonWriter json)
    {
        json.WriteStartArray("privileges"u8);
        json.WriteStringValue("vault_access"u8);
        json.WriteEndArray();
    }
}
