using System.Text.Json;

namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The Open Cybersecurity Schema Framework.</summary>
internal sealed class OcsfFormat() : MappedFormat("ocsf")
{
    private static readonly OcsfRoute UnknownEntity = new(OcsfSubject.Entity, OcsfClass.OtherActivity);
    private static readonly OcsfRoute Unknown = new(OcsfSubject.None, OcsfClass.OtherActivity);

    private protected override void Map(EventDocument document, EventOrigin origin, Utf8JsonWriter json)
    {
        var root = document.Root;
        var isSignIn = origin.Feed == FeedNames.SignInAttempts;
        var code = isSignIn ? root["category"u8] : root["action"u8];
        var route = RouteOf(root, code, origin.Feed);
        var outcome = isSignIn ? OcsfOutcome.Of(code) : null;

        WriteClass(json, route, code);
        json.WriteNumber("time"u8, TimeOf(root, origin).ToUnixTimeMilliseconds());
        OcsfSeverities.Of(origin.Feed, root["object_type"u8], code).Write(json, "severity_id"u8, "severity"u8);
        (outcome?.Status ?? OcsfValue.Success).Write(json, "status_id"u8, "status"u8);
        if (isSignIn)
            json.CopyText("status_code"u8, code);
        OcsfMetadata.Write(json, root, code, origin, ProfileOf(route, outcome));
        OcsfActor.Write(json, root);
        if (route.Subject == OcsfSubject.SignIn)
            OcsfSignIn.Write(json, root, outcome!);
        else
            OcsfSubjects.Write(json, route.Subject, root);
        if (route.Class.HasEndpoint)
            OcsfEndpoint.Write(json, root);
        OcsfObservables.Write(json, route.Subject, root);
        json.WriteString("raw_data"u8, document.Line);
        json.WriteNumber("raw_data_size"u8, document.Line.Length);
        json.WriteRest("unmapped"u8, document.Tree);
    }

    private static OcsfRoute RouteOf(JsonField root, JsonField code, string feed)
    {
        var type = root["object_type"u8];
        var route = OcsfRoutes.Of(feed, type, code);
        return OcsfSubjects.CanWrite(route.Subject, root) ? route : type.IsText ? UnknownEntity : Unknown;
    }

    private static void WriteClass(Utf8JsonWriter json, OcsfRoute route, JsonField code)
    {
        var type = route.Class;
        var activity = code.IsText || route.Subject == OcsfSubject.SignIn ? route.Activity : OcsfClass.UnknownActivity;
        json.WriteNumber("category_uid"u8, type.Category);
        json.WriteNumber("class_uid"u8, type.Uid);
        json.WriteString("class_name"u8, type.Name);
        json.WriteNumber("activity_id"u8, activity);
        if (activity == OcsfClass.OtherActivity)
            json.Copy("activity_name"u8, code);
        else
            json.WriteString("activity_name"u8, type.Activities[activity]);
        json.WriteNumber("type_uid"u8, 100 * type.Uid + activity);
    }

    private static DateTimeOffset TimeOf(JsonField root, EventOrigin origin) =>
        SentTime.TryParse(root["timestamp"u8], out var time) ? time : origin.ReadAt;

    private static string? ProfileOf(OcsfRoute route, OcsfOutcome? outcome) =>
        route.Class.HasHostProfile ? "host"
        : route.Subject == OcsfSubject.SignIn && outcome?.Action is not null ? "security_control"
        : null;
}
