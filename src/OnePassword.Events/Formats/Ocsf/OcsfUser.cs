using System.Text.Json;

namespace OnePassword.Events.Formats.Ocsf;

/// <summary>A user in an event: an identifier, and an object with name and email.</summary>
internal readonly struct OcsfUser(JsonField uuid, JsonField details, JsonField type = default, JsonField account = default)
{
    /// <summary>Gets whether OCSF accepts the user: it requires a name, an identifier or an account.</summary>
    public bool IsKnown => Uid.IsText || account.IsText || Email.IsText || FullName.IsText;

    public JsonField Email => details["email"u8];

    private JsonField Uid => uuid.IsText ? uuid : details["uuid"u8];

    private JsonField FullName => details["name"u8];

    public static OcsfUser ActorOf(JsonField root) => root["actor_uuid"u8].IsMissing && root["actor_details"u8].IsMissing
        ? UserOf(root["user"u8])
        : new(root["actor_uuid"u8], root["actor_details"u8], root["actor_type"u8], root["actor_account_uuid"u8]);

    public static OcsfUser TargetOf(JsonField root) => UserOf(root["target_user"u8]);

    public static OcsfUser ObjectOf(JsonField root) => new(root["object_uuid"u8], root["object_details"u8]);

    public static OcsfUser AuxOf(JsonField root) => new(root["aux_uuid"u8], root["aux_details"u8]);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("user"u8);
        json.MoveText("uid"u8, Uid);
        if (details["uuid"u8].IsSameAs(uuid))
            details["uuid"u8].Take();
        if (!Uid.IsText && !account.IsText)
            json.CopyText("name"u8, Email.IsText ? Email : FullName);
        json.MoveText("full_name"u8, FullName);
        if (EmailText.IsEmail(Email))
            json.Move("email_addr"u8, Email);
        WriteType(json);
        WriteAccount(json);
        json.WriteEndObject();
    }

    // Recorded responses of API V2 have type in place of user_type.
    private static OcsfUser UserOf(JsonField user) => new(
        user["uuid"u8],
        user,
        user["user_type"u8] is { IsMissing: false } type ? type : user["type"u8],
        user["user_account_uuid"u8]);

    private void WriteType(Utf8JsonWriter json)
    {
        if (!type.IsText)
            return;
        json.WriteNumber("type_id"u8, OcsfTypes.Users.Find(default, type)?.Id ?? OcsfClass.OtherActivity);
        json.Move("type"u8, type);
    }

    private void WriteAccount(Utf8JsonWriter json)
    {
        if (!account.IsText)
            return;
        json.WriteStartObject("account"u8);
        json.Move("uid"u8, account);
        json.WriteNumber("type_id"u8, OcsfClass.OtherActivity);
        json.WriteString("type"u8, "1Password Account"u8);
        json.WriteEndObject();
    }
}
