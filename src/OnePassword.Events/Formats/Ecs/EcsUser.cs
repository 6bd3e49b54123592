using System.Text.Json;

namespace OnePassword.Events.Formats.Ecs;

/// <summary>The field set <c>user</c>: who acted or signed in.</summary>
internal static class EcsUser
{
    public static void Write(Utf8JsonWriter json, EcsFeed feed, JsonField root)
    {
        var (id, name, email) = (feed.UserId.In(root), feed.UserName.In(root), feed.UserEmail.In(root));
        if (!id.IsText && !name.IsText && !email.IsText)
            return;
        json.WriteStartObject("user"u8);
        json.MoveText("id"u8, id);
        json.MoveText("full_name"u8, name);
        if (feed.HasUserName)
            json.MoveText("name"u8, name);
        json.MoveText("email"u8, email);
        json.WriteEndObject();
    }
}
