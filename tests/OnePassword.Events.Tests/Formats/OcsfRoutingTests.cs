using System.Text.Json;

namespace OnePassword.Events.Tests.Formats;

/// <summary>Every known action, object type and sign-in type has a class and an activity of OCSF.</summary>
public sealed class OcsfRoutingTests
{
    [TestCase("user", "create", 300101)]
    [TestCase("invite", "propose", 300101)]
    [TestCase("user", "reactive", 300102)]
    [TestCase("user", "changemp", 300103)]
    [TestCase("user", "beginr", 300104)]
    [TestCase("user", "suspend", 300105)]
    [TestCase("miguser", "purge", 300106)]
    [TestCase("user", "updatmfa", 300110)]
    [TestCase("user", "disblmfa", 300111)]
    [TestCase("user", "trvlaway", 300199)]
    [TestCase("gm", "join", 300603)]
    [TestCase("gm", "leave", 300604)]
    [TestCase("gm", "role", 300699)]
    [TestCase("group", "create", 300606)]
    [TestCase("group", "delete", 300605)]
    [TestCase("group", "update", 300699)]
    [TestCase("uva", "grant", 300501)]
    [TestCase("uva", "revoke", 300502)]
    [TestCase("uva", "update", 300599)]
    [TestCase("gva", "grant", 300601)]
    [TestCase("gva", "revoke", 300602)]
    [TestCase("gva", "update", 300699)]
    [TestCase("vault", "export", 600107)]
    [TestCase("item", "share", 600108)]
    [TestCase("file", "view", 600102)]
    [TestCase("vault", "create", 300401)]
    [TestCase("items", "patch", 300403)]
    [TestCase("itemhist", "delete", 300404)]
    [TestCase("device", "create", 300406)]
    [TestCase("device", "dealldev", 300407)]
    [TestCase("device", "reauth", 300403)]
    [TestCase("account", "create", 300401)]
    [TestCase("account", "delete", 300404)]
    [TestCase("account", "enblduo", 300408)]
    [TestCase("account", "disblmfa", 300409)]
    [TestCase("account", "activate", 300410)]
    [TestCase("account", "expire", 300411)]
    [TestCase("account", "suspend", 300412)]
    [TestCase("famchild", "rdmchild", 300403)]
    [TestCase("mngdacc", "launchi", 300207)]
    [TestCase("mngdacc", "unlink", 300403)]
    [TestCase("sso", "enblsso", 300408)]
    [TestCase("sso", "disblsso", 300409)]
    [TestCase("sso", "chngpsso", 300403)]
    [TestCase("sso", "addgsso", 300499)]
    [TestCase("report", "view", 300402)]
    [TestCase("satoken", "trevoke", 300404)]
    [TestCase("satoken", "tverify", 300499)]
    [TestCase("dlgdsess", "dlgsess", 300499)]
    [TestCase("hologram", "create", 300401)]
    [TestCase("hologram", "quantize", 300499)]
    [TestCase("report", "", 300400)]
    [TestCase("", "create", 99)]
    public void Audit_event_has_its_class_and_activity(string type, string action, int uid) =>
        Assert.That(AuditEvent(type, action).GetProperty("type_uid").GetInt32(), Is.EqualTo(uid));

    [TestCase("reveal", 600102)]
    [TestCase("fill", 600102)]
    [TestCase("secure-copy", 600102)]
    [TestCase("server-fetch", 600102)]
    [TestCase("server-create", 600101)]
    [TestCase("server-update", 600103)]
    [TestCase("enter-item-edit-mode", 600103)]
    [TestCase("export", 600107)]
    [TestCase("share", 600108)]
    [TestCase("select-sso-provider", 600199)]
    [TestCase("other", 600199)]
    [TestCase("quantize", 600199)]
    [TestCase("", 600100)]
    public void Item_usage_has_its_activity(string action, int uid) =>
        Assert.That(ItemUsage(action).GetProperty("type_uid").GetInt32(), Is.EqualTo(uid));

    [Test]
    public void Every_known_action_on_every_known_object_type_is_mapped()
    {
        string[] types = [.. Values(V1.AuditEventObjectType.KnownValues).Union(Values(V2.AuditEventObjectType.KnownValues), StringComparer.Ordinal)];
        string[] actions = [.. Values(V1.AuditEventAction.KnownValues).Union(Values(V2.AuditEventAction.KnownValues), StringComparer.Ordinal)];
        Assert.That((types.Length, actions.Length), Is.EqualTo((30, 79)));
        var schema = OcsfSchema.OrSkip();
        Assert.Multiple(() =>
        {
            foreach (var type in types)
            {
                foreach (var action in actions)
                    AssertMapped(schema, AuditEvent(type, action), action);
            }
        });
    }

    [Test]
    public void Every_known_item_usage_and_sign_in_is_mapped()
    {
        var schema = OcsfSchema.OrSkip();
        Assert.Multiple(() =>
        {
            foreach (var action in Values(V1.ItemUsageAction.KnownValues).Union(Values(V2.ItemUsageAction.KnownValues), StringComparer.Ordinal))
                AssertMapped(schema, ItemUsage(action), action);
            foreach (var category in Values(V1.SignInAttemptCategory.KnownValues).Union(Values(V2.SignInAttemptCategory.KnownValues), StringComparer.Ordinal))
            {
                foreach (var type in Values(V1.SignInAttemptType.KnownValues).Union(Values(V2.SignInAttemptType.KnownValues), StringComparer.Ordinal))
                {
                    var attempt = SignIn(category, type);
                    AssertMapped(schema, attempt, category);
                    Assert.That(attempt.GetProperty("status_detail").GetString(), Is.EqualTo(type));
                    Assert.That(attempt.GetProperty("type_uid").GetInt32(), Is.EqualTo(300201));
                }
            }
        });
    }

    private static void AssertMapped(OcsfSchema schema, JsonElement ocsf, string code)
    {
        Assert.That(ocsf.GetProperty("class_uid").GetInt32(), Is.Not.Zero, ocsf.ToString());
        Assert.That(ocsf.GetProperty("activity_id").GetInt32(), Is.Not.Zero, ocsf.ToString());
        Assert.That(ocsf.GetProperty("metadata").GetProperty("event_code").GetString(), Is.EqualTo(code));
        Assert.That(schema.Problems(ocsf), Is.Empty, ocsf.ToString());
    }

    private static IEnumerable<string> Values<T>(IEnumerable<T> known)
        where T : IOpenEnumValue => known.Select(value => value.Value);

    private static JsonElement AuditEvent(string type, string action) => Formatted.Json(
        EventFormat.Ocsf,
        $$"""{"actor_uuid":"A","object_type":"{{type}}","action":"{{action}}","object_uuid":"O","aux_uuid":"X"}""");

    private static JsonElement ItemUsage(string action) => Formatted.Json(
        EventFormat.Ocsf, $$"""{"action":"{{action}}","item_uuid":"I"}""", Formatted.Origin with { Feed = FeedNames.ItemUsages });

    private static JsonElement SignIn(string category, string type) => Formatted.Json(
        EventFormat.Ocsf,
        $$$"""{"category":"{{{category}}}","type":"{{{type}}}","target_user":{"uuid":"U"}}""",
        Formatted.Origin with { Feed = FeedNames.SignInAttempts });
}
