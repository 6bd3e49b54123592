namespace OnePassword.Events.Destinations.Tests.Syslog;

public sealed class CefTests
{
    [Test]
    public async Task Audit_event_has_the_keys_of_CEF()
    {
        var json = """
            {"uuid":"E1","timestamp":"2026-01-31T11:59:59.123456789Z","actor_uuid":"A1","actor_details":{"email":"ann@example.com"},"action":"join","object_type":"gm","object_uuid":"G1","aux_uuid":"U1","session":{"uuid":"S1","ip":"192.0.2.1"},"account_uuid":"ACC"}
            """.Trim();
        Assert.That(await CefAsync(json, FeedNames.AuditEvents), Is.EqualTo(
            "CEF:0|1Password|Events API|v2|join|gm join|1|rt=1769860799123 externalId=E1 act=join suid=A1 suser=ann@example.com duid=G1"
            + " src=192.0.2.1 deviceExternalId=ACC cs1Label=feed cs1=auditevents cs2Label=objectType cs2=gm cs4Label=aux cs4=U1"
            + $" cs5Label=session cs5=S1 cs6Label=event cs6={json}"));
    }

    [Test]
    public async Task Item_usage_has_the_keys_of_CEF()
    {
        var json = """
            {"uuid":"E1","timestamp":"2026-01-31T11:59:59Z","vault_uuid":"v1","item_uuid":"i1","action":"reveal","user":{"uuid":"U1","email":"ann@example.com"},"client":{"app_name":"1Password CLI","ip_address":"2001:db8::1"}}
            """.Trim();
        Assert.That(await CefAsync(json, FeedNames.ItemUsages), Is.EqualTo(
            "CEF:0|1Password|Events API|v2|reveal|Item usage reveal|1|rt=1769860799000 externalId=E1 act=reveal suid=U1"
            + " suser=ann@example.com duid=i1 c6a2Label=Source IPv6 Address c6a2=2001:db8::1 sourceServiceName=1Password CLI"
            + $" deviceExternalId=ACCOUNTUUID0000000000000000 cs1Label=feed cs1=itemusages cs3Label=vault cs3=v1 cs6Label=event cs6={json}"));
    }

    [Test]
    public async Task Failed_sign_in_has_an_outcome_and_a_higher_severity()
    {
        var json = """
            {"uuid":"E1","session_uuid":"S1","category":"firewall_failed","type":"continent_blocked","target_user":{"uuid":"U1","email":"ann@example.com"}}
            """.Trim();
        Assert.That(await CefAsync(json, FeedNames.SignInAttempts), Is.EqualTo(
            "CEF:0|1Password|Events API|v2|firewall_failed|Sign-in firewall_failed|6|externalId=E1 act=firewall_failed outcome=failure"
            + " reason=continent_blocked suid=U1 suser=ann@example.com deviceExternalId=ACCOUNTUUID0000000000000000"
            + $" cs1Label=feed cs1=signinattempts cs5Label=session cs5=S1 cs6Label=event cs6={json}"));
    }

    [Test, Property("Statement", 23)]
    [Description("Separators of CEF, line breaks, NUL and unpaired surrogates in a value do not break the message.")]
    public async Task Special_characters_are_escaped()
    {
        var cef = await CefAsync(
            """{"uuid":"a=b\\c\nd\u0000e\ud800","action":"x|y\\z\n","object_type":"\u00e9=|"}""", FeedNames.AuditEvents);
        Assert.That(cef, Does.StartWith(
            """CEF:0|1Password|Events API|v2|x\|y\\z |é=\| x\|y\\z |1|externalId=a\=b\\c\nd""" + "\uFFFDe\uFFFD act=x|y"));
        Assert.That(cef, Does.EndWith("""cs6={"uuid":"a\=b\\\\c\\nd\\u0000e\\ud800","action":"x|y\\\\z\\n","object_type":"\\u00e9\=|"}"""));
    }

    [Test, Property("Statement", 22)]
    [Description("A field that is not known yet arrives in cs6.")]
    public async Task Unknown_field_arrives()
    {
        Assert.That(await CefAsync("""{"uuid":"E1","new":{"a":[1]}}""", FeedNames.AuditEvents), Does.EndWith("""cs6={"uuid":"E1","new":{"a":[1]}}"""));
    }

    private static async Task<string> CefAsync(string json, string feed)
    {
        var record = await SyslogDestinationTests.SendAsync(
            Pages.Raw(json), options => options with { Cef = true }, Pages.Origin with { Feed = feed });
        return record.Text;
    }
}
