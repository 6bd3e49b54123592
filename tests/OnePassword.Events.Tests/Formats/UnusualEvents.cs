using System.Text;

namespace OnePassword.Events.Tests.Formats;

/// <summary>Events that the API does not document. The characters are bytes: Latin-1, so that a text can be invalid UTF-8.</summary>
internal static class UnusualEvents
{
    private const string User = """{"uuid":"U","name":"N","email":"a@b.example"}""";

    private static readonly string[] Events =
    [
        "{}",
        """{"uuid":"","timestamp":"","action":"","category":"","type":"","object_type":"","object_uuid":"","actor_uuid":"","session":{"ip":"","uuid":""},"client":{"ip_address":"","os_name":"","app_name":""},"user":{"uuid":"","name":"","email":""},"target_user":{},"location":{}}""",
        """{"uuid":null,"timestamp":null,"action":null,"category":null,"type":null,"object_type":null,"object_uuid":null,"actor_uuid":null,"actor_details":null,"session":null,"client":null,"user":null,"target_user":null,"location":null,"details":null,"country":null}""",
        """{"uuid":1,"timestamp":2,"action":{},"category":[],"type":true,"object_type":{"a":1},"object_uuid":[1],"actor_uuid":{},"actor_details":"x","session":"s","client":[{"ip_address":"1.2.3.4"}],"user":5,"target_user":"t","location":[],"details":7,"country":1}""",
        """{"object_type":"user","action":"create"}""",
        """{"object_type":"user","action":"create","object_details":{"email":"a@b.example"}}""",
        """{"object_type":"user","action":"create","object_details":{"name":"N"}}""",
        """{"object_type":"gm","action":"join","aux_uuid":"U"}""",
        """{"object_type":"gm","action":"join","object_uuid":"G"}""",
        """{"object_type":"uva","action":"grant","object_uuid":"V"}""",
        """{"object_type":"uva","action":"grant","aux_uuid":"U","object_uuid":""}""",
        """{"object_type":"gva","action":"grant","object_uuid":"V"}""",
        """{"object_type":"mngdacc","action":"launchi"}""",
        """{"object_type":"hologram","action":"quantize"}""",
        """{"object_type":"hologram"}""",
        """{"action":"quantize"}""",
        """{"object_type":"*","action":"*"}""",
        """{"object_type":"vault","action":"export"}""",
        $$$"""{"action":"fill","user":{{{User}}},"client":{"ip_address":"not an address"}}""",
        $$$"""{"action":"fill","user":{"uuid":"U","email":"José@büro"},"client":{"ip_address":"1"}}""",
        $$$"""{"category":"success","target_user":{{{User}}},"client":{"ip_address":"fe80::1%eth0","os_name":"Haiku"},"location":{"country":"Canada"}}""",
        $$$"""{"category":"success","target_user":{{{User}}},"client":{"ip_address":"2001:db8::1","os_name":"Haiku"},"location":{"country":"Canada"},"country":"CA"}""",
        $$$"""{"category":"success","target_user":{{{User}}},"client":{"ip_address":"1.2.3.4"},"location":{"latitude":"north","longitude":{},"region":7}}""",
        $$$"""{"category":"firewall_failed","target_user":{{{User}}},"details":{"value":{} }}""",
        $$$"""{"category":"firewall_failed","type":"ip_blocked"}""",
        $$$"""{"category":"quantum_failed","type":"mfa_quantum","target_user":{{{User}}}}""",
        """{"timestamp":"2024-12-02t11:54:19.7104574721234z"}""",
        """{"timestamp":"2016-12-31T23:59:60Z","session":{"uuid":"S","login_time":"yesterday"}}""",
        """{"timestamp":"0001-01-01T00:00:00Z"}""",
        """{"timestamp":"tomorrow"}""",
        """{"twice":1,"twice":{"a":1,"a":2},"actor_uuid":"A","actor_uuid":"B","uuid":"E","uuid":7}""",
        """{"a\u0000b":"c\u0000d","actor_details":{"name":"\u0000"},"user":{"name":"\u0000"},"target_user":{"name":"\u0000"}}""",
        """{"\ud800":"\udc00","actor_uuid":"\ud800","action":"\ud83d","category":"\udead","object_type":"\ud800"}""",
        """{"\u0061ctor_uuid":"A","\u0061ction":"create","object\u005ftype":"user","object_uuid":"\u0041\/\"\\"}""",
        """{"emoji":"\ud83d\ude00","x":"\\ud800"}""",
        "{\"\xFF\":\"\xFE\",\"actor_uuid\":\"A\xC3\",\"object_type\":\"user\xFF\",\"target_user\":{\"uuid\":\"\x80\"},\"user\":{\"uuid\":\"\x80\"}}",
        $$$"""{"deep":{{{new string('[', 5_000)}}}{{{new string(']', 5_000)}}}}""",
        $$$"""{"session":{"deep":{{{string.Concat(Enumerable.Repeat("{\"a\":", 2_000))}}}1{{{new string('}', 2_000)}}}}}""",
        $$$"""{"long":"{{{new string('x', 1_000_000)}}}","action":"{{{new string('a', 1_000)}}}"}""",
        "{" + string.Join(',', Enumerable.Range(0, 5_000).Select(n => $"\"m{n % 4_000}\":{n}")) + "}",
        "{\r\n  \"action\" : \"fill\" ,\n\t\"x\": [\n1,\r2]\n}",
        """{"":1," ":2,"a.b":3}""",
    ];

    /// <summary>Gets the events as test cases, whose names are the beginnings of the events.</summary>
    public static IEnumerable<TestCaseData> All =>
        Events.Select((json, index) => new TestCaseData(json).SetArgDisplayNames($"{index}: {Visible(json)}"));

    public static RawEvent Parse(string json) => RawEvent.Parse(Encoding.Latin1.GetBytes(json));

    private static string Visible(string json) => string.Concat(json.Take(60).Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
