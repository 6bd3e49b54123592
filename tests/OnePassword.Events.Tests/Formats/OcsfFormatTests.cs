using System.Text.Json;

namespace OnePassword.Events.Tests.Formats;

/// <summary>Events are mapped to OCSF 1.8.0, with what has no attribute in <c>unmapped</c>.</summary>
public sealed class OcsfFormatTests
{
    [TestCase(FeedNames.AuditEvents)]
    [TestCase(FeedNames.ItemUsages)]
    [TestCase(FeedNames.SignInAttempts)]
    public void Fields_are_those_of_the_schema_and_the_rest_is_unmapped(string feed)
    {
        var json = Samples.Of(feed);
        var text = Formatted.Text(EventFormat.Ocsf, json, Formatted.Origin with { Feed = feed });
        var ocsf = JsonElement.Parse(text);
        Assert.That(ocsf.GetProperty("raw_data").GetString(), Is.EqualTo(json));
        Assert.That(ocsf.GetProperty("raw_data_size").GetInt32(), Is.EqualTo(json.Length));
        var raw = $",\"raw_data\":{ocsf.GetProperty("raw_data").GetRawText()},\"raw_data_size\":{json.Length}";
        Assert.That(text.Replace(raw, "", StringComparison.Ordinal), Is.EqualTo(Expected(feed)));
    }

    [TestCase("success", "credentials_ok", 1, 1, null)]
    [TestCase("success", "mfa_ok", 1, 1, """[{"factor_type_id":99,"factor_type":"mfa_ok"}]""")]
    [TestCase("mfa_failed", "totp_bad", 2, 2, """[{"factor_type_id":7,"factor_type":"OTP"}]""")]
    [TestCase("mfa_failed", "u2f_timout", 2, 2, """[{"factor_type_id":9,"factor_type":"U2F"}]""")]
    [TestCase("mfa_failed", "duo_native_bad", 2, 2, """[{"factor_type_id":5,"factor_type":"Push Notification"}]""")]
    [TestCase("credentials_failed", "password_secret_bad", 2, 2, """[{"factor_type_id":11,"factor_type":"Password"}]""")]
    [TestCase("firewall_reported_success", "ip_blocked", 1, 1, null)]
    [TestCase("firewall_failed", "ip_blocked", 2, 3, null)]
    public void Sign_in_has_its_outcome_and_factor(string category, string type, int status, int severity, string? factors)
    {
        var ocsf = Formatted.Json(
            EventFormat.Ocsf,
            $$$"""{"category":"{{{category}}}","type":"{{{type}}}","target_user":{"uuid":"U"}}""",
            Formatted.Origin with { Feed = FeedNames.SignInAttempts });
        Assert.That((ocsf.GetProperty("status_id").GetInt32(), ocsf.GetProperty("severity_id").GetInt32()), Is.EqualTo((status, severity)));
        Assert.That(ocsf.TryGetProperty("auth_factors", out var actual) ? actual.GetRawText() : null, Is.EqualTo(factors));
        Assert.That(ocsf.TryGetProperty("is_mfa", out _), Is.EqualTo(type == "mfa_ok"));
        Assert.That(ocsf.TryGetProperty("firewall_rule", out _), Is.EqualTo(category.StartsWith("firewall", StringComparison.Ordinal)));
    }

    [TestCase("account", "disblmfa", 3)]
    [TestCase("user", "disblmfa", 1)]
    [TestCase("account", "updatfw", 3)]
    [TestCase("sso", "chngpsso", 3)]
    [TestCase("vault", "export", 3)]
    [TestCase("item", "export", 1)]
    [TestCase("satoken", "trevoke", 3)]
    [TestCase("hologram", "quantize", 1)]
    public void Severity_of_an_audit_event_is_medium_if_security_teams_alert_on_it(string type, string action, int severity) =>
        Assert.That(
            Formatted.Json(EventFormat.Ocsf, $$"""{"object_type":"{{type}}","action":"{{action}}"}""").GetProperty("severity_id").GetInt32(),
            Is.EqualTo(severity));

    [Test]
    public void Account_of_the_token_is_the_tenant_of_an_event_without_an_account() =>
        Assert.That(
            Formatted.Json(EventFormat.Ocsf, "{}").GetProperty("metadata").GetProperty("tenant_uid").GetString(),
            Is.EqualTo(Formatted.Origin.AccountUuid));

    [Test]
    public void Unparsable_time_is_replaced_by_the_time_of_reading_and_kept()
    {
        var ocsf = Formatted.Json(EventFormat.Ocsf, """{"timestamp":"tomorrow"}""");
        Assert.That(ocsf.GetProperty("time").GetInt64(), Is.EqualTo(Formatted.Origin.ReadAt.ToUnixTimeMilliseconds()));
        Assert.That(ocsf.GetProperty("metadata").GetProperty("original_time").GetString(), Is.EqualTo("tomorrow"));
    }

    private static string Expected(string feed) => (feed switch
    {
        FeedNames.AuditEvents => """
            {"category_uid":3,"class_uid":3006,"class_name":"Group Management","activity_id":3,"activity_name":"Add User","type_uid":300603,
            "time":1733140459710,"severity_id":1,"severity":"Informational","status_id":1,"status":"Success",
            "metadata":{"version":"1.8.0","product":{"name":"1Password","vendor_name":"1Password","feature":{"name":"Events API","uid":"auditevents"}},
            "uid":"A5K6COGVRVEJXJW3XQZGS7VAMM","event_code":"join","log_name":"auditevents","log_version":"v2","log_provider":"1Password Events API",
            "original_time":"2024-12-02T11:54:19.710457472Z","logged_time":1769817600000,"tenant_uid":"ACCOUNT",
            "tags":[{"name":"account","value":"acme"},{"name":"host","value":"events.1password.eu"}],"profiles":[]},
            "actor":{"user":{"uid":"ACTOR","full_name":"Jack O'Neill","email_addr":"jack@example.com","type_id":99,"type":"external_user",
            "account":{"uid":"HOME","type_id":99,"type":"1Password Account"}},"session":{"uid":"SESSION","created_time":1733137200000}},
            "group":{"uid":"GROUP"},"user":{"uid":"MEMBER","full_name":"Sam","email_addr":"sam@example.com"},
            "src_endpoint":{"ip":"192.0.2.7","uid":"DEVICE","location":{"region":"Ontario","city":"Toronto","lat":43.64,"long":-79.433}},
            "observables":[{"name":"src_endpoint.ip","type_id":2,"type":"IP Address","value":"192.0.2.7"},
            {"name":"actor.user.email_addr","type_id":5,"type":"Email Address","value":"jack@example.com"},
            {"name":"user.email_addr","type_id":5,"type":"Email Address","value":"sam@example.com"}],
            "unmapped":{"actor_details":{"badge":7},"object_type":"gm","aux_id":9277034,"aux_info":"A",
            "session":{"login_time":"2024-12-02T11:00:00.000000001Z","new":[1]},"location":{"country":"Canada"},"new":{"a":[1.50,null,{}]}}}
            """,
        FeedNames.ItemUsages => """
            {"category_uid":6,"class_uid":6001,"class_name":"Web Resources Activity","activity_id":2,"activity_name":"Read","type_uid":600102,
            "time":1733140459710,"severity_id":1,"severity":"Informational","status_id":1,"status":"Success",
            "metadata":{"version":"1.8.0","product":{"name":"1Password","vendor_name":"1Password","feature":{"name":"Events API","uid":"itemusages"}},
            "uid":"U5K6COGVRVEJXJW3XQZGS7VAMM","event_code":"reveal","log_name":"itemusages","log_version":"v2","log_provider":"1Password Events API",
            "original_time":"2024-12-02T11:54:19.710457472Z","logged_time":1769817600000,"tenant_uid":"ACCOUNT",
            "tags":[{"name":"account","value":"acme"},{"name":"host","value":"events.1password.eu"}],"profiles":["host"]},
            "actor":{"user":{"uid":"USER","full_name":"Jack O'Neill","email_addr":"jack@example.com","type_id":1,"type":"user",
            "account":{"uid":"HOME","type_id":99,"type":"1Password Account"}},"app_name":"1Password for Mac"},
            "web_resources":[{"uid":"ITEM","type":"item","data":{"vault_uuid":"VAULT","used_version":3}}],
            "src_endpoint":{"ip":"2001:db8::7","os":{"name":"MacOSX","type_id":300,"type":"macOS","version":"14.7.1"},
            "location":{"country":"CA","region":"Ontario","city":"Toronto","lat":43.64,"long":-79.433}},
            "observables":[{"name":"src_endpoint.ip","type_id":2,"type":"IP Address","value":"2001:db8::7"},
            {"name":"actor.user.email_addr","type_id":5,"type":"Email Address","value":"jack@example.com"},
            {"name":"web_resources[].uid","type_id":10,"type":"Resource UID","value":"ITEM"}],
            "unmapped":{"client":{"app_version":"81054033","platform_name":"Mac","platform_version":"MacBookPro18,3"},"new":true}}
            """,
        _ => """
            {"category_uid":3,"class_uid":3002,"class_name":"Authentication","activity_id":1,"activity_name":"Logon","type_uid":300201,
            "time":1733140459710,"severity_id":3,"severity":"Medium","status_id":2,"status":"Failure","status_code":"firewall_failed",
            "metadata":{"version":"1.8.0","product":{"name":"1Password","vendor_name":"1Password","feature":{"name":"Events API","uid":"signinattempts"}},
            "uid":"S5K6COGVRVEJXJW3XQZGS7VAMM","event_code":"firewall_failed","log_name":"signinattempts","log_version":"v2","log_provider":"1Password Events API",
            "original_time":"2024-12-02T11:54:19.710457472Z","logged_time":1769817600000,"tenant_uid":"ACCOUNT",
            "tags":[{"name":"account","value":"acme"},{"name":"host","value":"events.1password.eu"}],"profiles":["security_control"]},
            "actor":{"app_name":"1Password Browser Extension"},
            "user":{"uid":"USER","full_name":"Jack O'Neill","email_addr":"jack@example.com","type_id":1,"type":"user"},
            "service":{"name":"1Password"},"session":{"uid":"SESSION"},"is_remote":true,
            "action_id":2,"action":"Denied","disposition_id":2,"disposition":"Blocked",
            "firewall_rule":{"name":"continent_blocked","condition":"Europe"},"status_detail":"continent_blocked",
            "src_endpoint":{"ip":"192.0.2.7","os":{"name":"Haiku","type_id":99,"type":"Haiku","version":"R1"},
            "location":{"country":"AR","lat":-34.6,"long":-58.4}},
            "observables":[{"name":"src_endpoint.ip","type_id":2,"type":"IP Address","value":"192.0.2.7"},
            {"name":"user.email_addr","type_id":5,"type":"Email Address","value":"jack@example.com"}],
            "unmapped":{"details":{"new":1},"client":{"app_version":"81054043","platform_name":"Chrome","platform_version":"131.0"},
            "location":{"country":"Argentina","region":""}}}
            """,
    }).ReplaceLineEndings("\n").Replace("\n", "", StringComparison.Ordinal);
}
