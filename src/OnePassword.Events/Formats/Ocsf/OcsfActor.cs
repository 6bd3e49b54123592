using System.Text.Json;

namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The attribute <c>actor</c>: who acted, in which session or app.</summary>
internal static class OcsfActor
{
    public static void Write(Utf8JsonWriter json, JsonField root)
    {
        var user = OcsfUser.ActorOf(root);
        var (session, app) = (root["session"u8]["uuid"u8], root["client"u8]["app_name"u8]);
        if (!user.IsKnown && !session.IsText && !app.IsText)
            return;
        json.WriteStartObject("actor"u8);
        if (user.IsKnown)
            user.Write(json);
        if (session.IsText)
            WriteSession(json, root["session"u8]);
        json.MoveText("app_name"u8, app);
        json.WriteEndObject();
    }

    private static void WriteSession(Utf8JsonWriter json, JsonField session)
    {
        json.WriteStartObject("session"u8);
        json.Move("uid"u8, session["uuid"u8]);
        // The time has more digits than OCSF keeps, so that it is also part of the rest.
        if (SentTime.TryParse(session["login_time"u8], out var time))
            json.WriteNumber("created_time"u8, time.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }
}
