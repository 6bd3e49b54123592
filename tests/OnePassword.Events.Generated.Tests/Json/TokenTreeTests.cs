using Newtonsoft.Json.Linq;

namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>DTOs from and to token trees of the user.</summary>
[TestFixture]
public class TokenTreeTests
{
    [Test]
    public void A_token_tree_parsed_without_dates_equals_the_JSON()
    {
        var expected = UserSerializer.Newtonsoft.Read<V2.AuditEvent>(Samples.AuditEventV2);

        Assert.That(Tokens.Parse(Samples.AuditEventV2).ToObject<V2.AuditEvent>(), Is.EqualTo(expected));
    }

    [Test]
    public void A_token_tree_parsed_with_dates_keeps_the_time()
    {
        var read = JObject.Parse("""{"timestamp":"2024-12-02T11:54:19.710457472Z","aux_info":"2024-12-02T11:54:19Z"}""").ToObject<V2.AuditEvent>()!;

        // Newtonsoft.Json has already dropped the digits below 100 ns.
        Assert.That(
            read.Timestamp!.Value.Value,
            Is.EqualTo(EventTime.Parse("2024-12-02T11:54:19.7104574Z").Value).Within(TimeSpan.FromTicks(1)));
        Assert.That(read.AuxInfo, Is.EqualTo("2024-12-02T11:54:19Z"));
        Assert.That(read.AdditionalProperties, Is.Empty);
    }

    [Test]
    public void A_date_without_an_offset_in_a_token_tree_is_not_a_time()
    {
        var read = JObject.Parse("""{"timestamp":"2024-12-02T11:54:19","aux_info":"0001-01-01T00:00:00"}""").ToObject<V2.AuditEvent>()!;

        Assert.That(read.Timestamp, Is.Null, "Local time differs between machines.");
        Assert.That(read.AdditionalProperties.ContainsKey("timestamp"), Is.True);
        Assert.That(read.AuxInfo, Is.EqualTo("0001-01-01T00:00:00"));
    }

    [Test]
    public void A_DTO_survives_a_round_trip_through_a_token_tree()
    {
        var request = new V2.CursorRequest { Limit = 5, StartTime = EventTime.Parse("2024-12-02T11:54:19.710457472Z") };
        var usage = UserSerializer.Newtonsoft.Read<V2.ItemUsage>(Samples.ItemUsageV2);

        Assert.That(JObject.FromObject(request).ToObject<V2.CursorRequest>(), Is.EqualTo(request));
        Assert.That(JObject.FromObject(usage).ToObject<V2.ItemUsage>(), Is.EqualTo(usage));
    }

    [Test]
    public void Numbers_of_every_NET_type_in_a_token_tree_are_read()
    {
        Assert.That(JObject.FromObject(new { aux_id = 5 }).ToObject<V2.AuditEvent>()!.AuxId, Is.EqualTo(5));
        Assert.That(JObject.FromObject(new { used_version = 3u }).ToObject<V2.ItemUsage>()!.UsedVersion, Is.EqualTo(3));
        Assert.That(
            JObject.FromObject(new { latitude = 0.5f, longitude = 0.5m }).ToObject<V2.Location>(),
            Is.EqualTo(new V2.Location { Latitude = 0.5, Longitude = 0.5 }));
    }
}
