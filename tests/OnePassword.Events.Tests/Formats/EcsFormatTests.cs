using System.Text.Json;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Formats;

/// <summary>Events are mapped to ECS as Elastic's integration of 1Password maps them.</summary>
public sealed class EcsFormatTests
{
    [TestCase(FeedNames.AuditEvents)]
    [TestCase(FeedNames.ItemUsages)]
    [TestCase(FeedNames.SignInAttempts)]
    public void Fields_are_those_of_the_integration(string feed)
    {
        var json = Samples.Of(feed);
        var text = Formatted.Text(EventFormat.Ecs, json, Formatted.Origin with { Feed = feed });
        var original = JsonElement.Parse(text).GetProperty("event").GetProperty("original");
        Assert.That(original.GetString(), Is.EqualTo(json));
        Assert.That(text.Replace($",\"original\":{original.GetRawText()}", "", StringComparison.Ordinal), Is.EqualTo(Expected(feed)));
    }

    [Test]
    public async Task Nothing_of_a_generated_event_is_lost([Values] EmulatorFeed feed, [Values] EmulatorApi api)
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 500, UnknownFields = true });
        var origin = Formatted.Origin with { Feed = FeedNames.All[(int)feed] };
        var missing = emulator.ReadAll(feed, api).SelectMany(json => Kept.Missing(json, Formatted.Json(EventFormat.Ecs, RawEvent.Parse(json), origin)));
        Assert.That(missing.Take(3), Is.Empty);
    }

    [TestCase("success", "success")]
    [TestCase("firewall_reported_success", "success")]
    [TestCase("credentials_failed", "failure")]
    [TestCase("quantum_failed", "failure")]
    public void Outcome_follows_from_the_category(string category, string outcome) =>
        Assert.That(SignIn($$"""{"category":"{{category}}"}""").GetProperty("event").GetProperty("outcome").GetString(), Is.EqualTo(outcome));

    [Test]
    public void Outcome_is_unknown_without_a_category() =>
        Assert.That(SignIn("{}").GetProperty("event").GetProperty("outcome").GetString(), Is.EqualTo("unknown"));

    [Test, Description("Elastic's pipeline ends such an event as an error, with the time at which it was read.")]
    public void Event_without_an_IP_address_is_mapped_and_has_its_own_time()
    {
        var ecs = SignIn("""{"timestamp":"2024-12-02T11:54:19Z","category":"success","client":{"app_name":"x"},"details":null}""");
        Assert.That(ecs.GetProperty("@timestamp").GetString(), Is.EqualTo("2024-12-02T11:54:19Z"));
        Assert.That(ecs.GetProperty("event").GetProperty("kind").GetString(), Is.EqualTo("event"));
        Assert.That(ecs.TryGetProperty("source", out _), Is.False);
        Assert.That(ecs.GetProperty("onepassword").GetRawText(), Is.EqualTo("""{"client":{"app_name":"x"}}"""));
    }

    [TestCase("2024-12-02T13:54:19.710457472+02:00", "2024-12-02T13:54:19.710457472+02:00", false)]
    [TestCase("2024-12-02t11:54:19.7104574721234z", "2024-12-02T11:54:19.7104574Z", true)]
    [TestCase("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.9999999Z", true)]
    [TestCase("tomorrow", "2026-01-31T00:00:00Z", true)]
    public void Time_that_Elasticsearch_does_not_accept_is_replaced_and_kept(string sent, string time, bool isKept)
    {
        var ecs = SignIn($$"""{"x":1,"timestamp":"{{sent}}"}""");
        Assert.That(ecs.GetProperty("@timestamp").GetString(), Is.EqualTo(time));
        Assert.That(ecs.GetProperty("onepassword").TryGetProperty("timestamp", out _), Is.EqualTo(isKept));
    }

    [TestCase("user", "O")]
    [TestCase("gm", "X")]
    [TestCase("device", "X")]
    [TestCase("uva", "X")]
    [TestCase("gva", null)]
    public void Related_users_of_an_audit_event_depend_on_its_object(string type, string? user)
    {
        var ecs = Formatted.Json(EventFormat.Ecs, $$"""{"object_type":"{{type}}","object_uuid":"O","aux_uuid":"X"}""");
        Assert.That(ecs.TryGetProperty("related", out var related) ? related.GetRawText() : null, Is.EqualTo(user is null ? null : $$"""{"user":["{{user}}"]}"""));
    }

    [TestCase("1.2.3.4", true)]
    [TestCase("2001:db8::1", true)]
    [TestCase("::ffff:192.0.2.1", true)]
    [TestCase("1", false)]
    [TestCase("010.0.0.1", false)]
    [TestCase("1.2.3.4:80", false)]
    [TestCase("fe80::1%eth0", false)]
    [TestCase("[::1]", false)]
    [TestCase("localhost", false)]
    public void Only_a_valid_address_is_a_source(string ip, bool isMapped)
    {
        var ecs = SignIn($$$"""{"client":{"ip_address":"{{{ip}}}"}}""");
        Assert.That(ecs.TryGetProperty("source", out _), Is.EqualTo(isMapped));
        Assert.That(ecs.TryGetProperty("onepassword", out _), Is.EqualTo(!isMapped));
    }

    private static JsonElement SignIn(string json) => Formatted.Json(EventFormat.Ecs, json, Formatted.Origin with { Feed = FeedNames.SignInAttempts });

    private static string Expected(string feed) => (feed switch
    {
        FeedNames.AuditEvents => """
            {"@timestamp":"2024-12-02T11:54:19.710457472Z","ecs":{"version":"8.11.0"},
            "event":{"kind":"event","category":["configuration"],"type":["access"],"module":"1password","dataset":"1password.audit_events",
            "action":"join","created":"2026-01-31T00:00:00Z"},
            "user":{"id":"ACTOR","full_name":"Jack O'Neill","name":"Jack O'Neill","email":"jack@example.com"},
            "source":{"ip":"192.0.2.7","geo":{"country_name":"Canada","region_name":"Ontario","city_name":"Toronto","location":{"lat":43.64,"lon":-79.433}}},
            "related":{"user":["Jack O'Neill","ACTOR","MEMBER"],"ip":["192.0.2.7"]},
            "organization":{"id":"M4E2SWNZAZFTRGQGDNS2E5A4MU","name":"acme"},
            "observer":{"vendor":"1Password","product":"Events API","version":"v2","hostname":"events.1password.eu"},
            "onepassword":{"uuid":"A5K6COGVRVEJXJW3XQZGS7VAMM","actor_details":{"uuid":"ACTOR","badge":7},"actor_type":"external_user",
            "actor_account_uuid":"HOME","account_uuid":"ACCOUNT","object_type":"gm","object_uuid":"GROUP","aux_id":9277034,"aux_uuid":"MEMBER",
            "aux_details":{"uuid":"MEMBER","name":"Sam","email":"sam@example.com"},"aux_info":"A",
            "session":{"uuid":"SESSION","login_time":"2024-12-02T11:00:00.000000001Z","device_uuid":"DEVICE","new":[1]},
            "location":{"country":"Canada","region":"Ontario","city":"Toronto","longitude":-79.433,"latitude":43.64},"new":{"a":[1.50,null,{}]}}}
            """,
        FeedNames.ItemUsages => """
            {"@timestamp":"2024-12-02T11:54:19.710457472Z","ecs":{"version":"8.11.0"},
            "event":{"kind":"event","category":["file"],"type":["access"],"module":"1password","dataset":"1password.item_usages",
            "action":"reveal","created":"2026-01-31T00:00:00Z"},
            "user":{"id":"USER","full_name":"Jack O'Neill","email":"jack@example.com"},
            "source":{"ip":"2001:db8::7","geo":{"country_iso_code":"CA","region_name":"Ontario","city_name":"Toronto","location":{"lat":43.64,"lon":-79.433}}},
            "host":{"os":{"name":"MacOSX","version":"14.7.1"}},
            "related":{"user":["USER","jack@example.com","Jack O'Neill"],"ip":["2001:db8::7"]},
            "organization":{"id":"M4E2SWNZAZFTRGQGDNS2E5A4MU","name":"acme"},
            "observer":{"vendor":"1Password","product":"Events API","version":"v2","hostname":"events.1password.eu"},
            "onepassword":{"uuid":"U5K6COGVRVEJXJW3XQZGS7VAMM","used_version":3,"vault_uuid":"VAULT","item_uuid":"ITEM",
            "user":{"user_type":"user","user_account_uuid":"HOME"},
            "client":{"app_name":"1Password for Mac","app_version":"81054033","platform_name":"Mac","platform_version":"MacBookPro18,3"},
            "location":{"country":"CA","region":"Ontario","city":"Toronto","longitude":-79.433,"latitude":43.64},"account_uuid":"ACCOUNT","new":true}}
            """,
        _ => """
            {"@timestamp":"2024-12-02T11:54:19.710457472Z","ecs":{"version":"8.11.0"},
            "event":{"kind":"event","category":["authentication"],"type":["info"],"module":"1password","dataset":"1password.signin_attempts",
            "action":"firewall_failed","outcome":"failure","created":"2026-01-31T00:00:00Z"},
            "user":{"id":"USER","full_name":"Jack O'Neill","name":"Jack O'Neill","email":"jack@example.com"},
            "source":{"ip":"192.0.2.7","geo":{"country_name":"Argentina","location":{"lat":-34.6,"lon":-58.4}}},
            "host":{"os":{"name":"Haiku","version":"R1"}},
            "related":{"user":["USER","jack@example.com","Jack O'Neill"],"ip":["192.0.2.7"]},
            "organization":{"id":"M4E2SWNZAZFTRGQGDNS2E5A4MU","name":"acme"},
            "observer":{"vendor":"1Password","product":"Events API","version":"v2","hostname":"events.1password.eu"},
            "onepassword":{"uuid":"S5K6COGVRVEJXJW3XQZGS7VAMM","session_uuid":"SESSION","type":"continent_blocked","country":"AR",
            "details":{"value":"Europe","new":1},"target_user":{"type":"user"},
            "client":{"app_name":"1Password Browser Extension","app_version":"81054043","platform_name":"Chrome","platform_version":"131.0"},
            "location":{"country":"Argentina","region":"","longitude":-58.4,"latitude":-34.6},"account_uuid":"ACCOUNT"}}
            """,
    }).ReplaceLineEndings("\n").Replace("\n", "", StringComparison.Ordinal);
}
