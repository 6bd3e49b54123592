using System.Text.Json;

namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The attributes of the class Authentication.</summary>
internal static class OcsfSignIn
{
    public static void Write(Utf8JsonWriter json, JsonField root, OcsfOutcome outcome)
    {
        OcsfUser.TargetOf(root).Write(json);
        WriteService(json);
        if (root["session_uuid"u8] is { IsText: true } session)
        {
            json.WriteStartObject("session"u8);
            json.Move("uid"u8, session);
            json.WriteEndObject();
        }
        json.WriteBoolean("is_remote"u8, true);
        var type = root["type"u8];
        WriteFactor(json, type);
        if (outcome is { Action: { } action, Disposition: { } disposition })
        {
            action.Write(json, "action_id"u8, "action"u8);
            disposition.Write(json, "disposition_id"u8, "disposition"u8);
            WriteRule(json, type, root["details"u8]["value"u8]);
        }
        json.MoveText("status_detail"u8, type);
    }

    public static void WriteSwitch(Utf8JsonWriter json, JsonField root)
    {
        OcsfUser.ActorOf(root).Write(json);
        WriteService(json);
        OcsfTypes.Impersonate.Write(json, "account_switch_type_id"u8, "account_switch_type"u8);
    }

    private static void WriteService(Utf8JsonWriter json)
    {
        json.WriteStartObject("service"u8);
        json.WriteString("name"u8, "1Password"u8);
        json.WriteEndObject();
    }

    private static void WriteFactor(Utf8JsonWriter json, JsonField type)
    {
        foreach (var (prefix, factor) in OcsfTypes.Factors)
        {
            if (!type.StartsWith(prefix))
                continue;
            json.WriteStartArray("auth_factors"u8);
            json.WriteStartObject();
            if (factor is not null)
                factor.Write(json, "factor_type_id"u8, "factor_type"u8);
            else
            {
                json.WriteNumber("factor_type_id"u8, OcsfClass.OtherActivity);
                json.Copy("factor_type"u8, type);
            }
            json.WriteEndObject();
            json.WriteEndArray();
        }
        if (type.Is("mfa_ok"u8))
            json.WriteBoolean("is_mfa"u8, true);
    }

    private static void WriteRule(Utf8JsonWriter json, JsonField type, JsonField condition)
    {
        if (!type.IsText)
            return;
        json.WriteStartObject("firewall_rule"u8);
        json.Copy("name"u8, type);
        json.MoveText("condition"u8, condition);
        json.WriteEndObject();
    }
}
