using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Destinations.Tests.Syslog;

/// <summary>The severity of a message is that of OCSF, from the same table.</summary>
public sealed partial class SyslogSeverityTests
{
    [TestCase(FeedNames.AuditEvents, """{"object_type":"account","action":"disblmfa"}""", 4, "6")]
    [TestCase(FeedNames.AuditEvents, """{"object_type":"account","action":"updatfw"}""", 4, "6")]
    [TestCase(FeedNames.AuditEvents, """{"object_type":"account","action":"update"}""", 6, "1")]
    [TestCase(FeedNames.AuditEvents, """{"object_type":"sso","action":"create"}""", 4, "6")]
    [TestCase(FeedNames.AuditEvents, """{"object_type":"sso"}""", 4, "6")]
    [TestCase(FeedNames.AuditEvents, """{"object_type":"vault","action":"export"}""", 4, "6")]
    [TestCase(FeedNames.AuditEvents, """{"object_type":"items","action":"export"}""", 6, "1")]
    [TestCase(FeedNames.AuditEvents, """{"object_type":"satoken","action":"tver\u0069fy"}""", 4, "6")]
    [TestCase(FeedNames.AuditEvents, """{"object_type":7,"action":null}""", 6, "1")]
    [TestCase(FeedNames.ItemUsages, """{"action":"export"}""", 6, "1")]
    [TestCase(FeedNames.SignInAttempts, """{"category":"success"}""", 6, "1")]
    [TestCase(FeedNames.SignInAttempts, """{"category":"firewall_reported_success"}""", 6, "1")]
    [TestCase(FeedNames.SignInAttempts, """{"category":"firewall_failed"}""", 4, "6")]
    [TestCase(FeedNames.SignInAttempts, """{"category":"credentials_failed"}""", 5, "4")]
    [TestCase(FeedNames.SignInAttempts, """{"category":"a_category_that_has_more_than_32_characters"}""", 5, "4")]
    [TestCase(FeedNames.SignInAttempts, "{}", 5, "4")]
    public void Severity_of_a_message_is_that_of_OCSF(string feed, string json, int syslog, string cef)
    {
        var (rawEvent, origin) = (Pages.Raw(json), Pages.Origin with { Feed = feed });
        var priority = int.Parse(Priority().Match(Message(rawEvent, origin, cef: false)).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.That(priority, Is.EqualTo((13 * 8) + syslog));
        Assert.That(Message(rawEvent, origin, cef: true).Split('|')[6], Is.EqualTo(cef));

        var ocsf = new ArrayBufferWriter<byte>();
        EventFormat.Ocsf.Write(rawEvent, origin, ocsf);
        using var parsed = JsonDocument.Parse(ocsf.WrittenMemory);
        Assert.That(parsed.RootElement.GetProperty("severity_id").GetInt32(), Is.EqualTo(7 - syslog));
    }

    private static string Message(RawEvent rawEvent, EventOrigin origin, bool cef)
    {
        var message = new ArrayBufferWriter<byte>();
        using var destination = new SyslogDestination(new SyslogOptions { Url = new Uri("tcp://127.0.0.1"), Cef = cef });
        destination.Write(rawEvent, origin, message);
        return Encoding.UTF8.GetString(message.WrittenSpan);
    }

    [GeneratedRegex("<([0-9]+)>1 ", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Priority();
}
