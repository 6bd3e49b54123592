using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>The DTOs in a context that the source generator of System.Text.Json wrote, without reflection.</summary>
public sealed partial class SourceGenerationTests
{
    private static readonly UserContext Context = new(
        new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    [Test]
    public void A_page_survives_a_round_trip_through_a_source_generated_context()
    {
        const string Unknown = """{"action":"of-tomorrow","novel":{"a":[1,null]}}""";
        var json = $$"""{"cursor":"c","has_more":true,"items":[{{Samples.AuditEventV2.ReplaceLineEndings("")}},{{Unknown}}],"total":5}""";

        var page = JsonSerializer.Deserialize(json, Context.AuditEventItems)!;

        Assert.That(page.Items![0].Timestamp!.Value.Text, Is.EqualTo("2024-12-02T11:54:19.710457472Z"));
        Assert.That(page.Items[1].AdditionalProperties, Contains.Key("novel"));
        Assert.That(JsonSerializer.Serialize(page, Context.AuditEventItems), Is.EqualTo(json));
    }

    [Test]
    public void A_type_of_a_user_survives_a_round_trip_through_a_source_generated_context()
    {
        const string Json = """{"Event":{"uuid":"x","action":"share"},"Seen":"2024-12-02T11:54:19.710457472Z","Action":null,"Counts":{"reveal":2},"Rest":{"a":1}}""";

        var alert = JsonSerializer.Deserialize(Json, Context.Alert)!;

        Assert.That(alert.Counts, Contains.Key(V2.ItemUsageAction.Reveal));
        Assert.That(JsonSerializer.Serialize(alert, Context.Alert), Is.EqualTo(Json));
    }

    internal sealed record Alert(
        V2.ItemUsage Event, EventTime Seen, V2.ItemUsageAction? Action, IReadOnlyDictionary<V2.ItemUsageAction, int> Counts,
            AdditionalProperties Rest);

    [JsonSerializable(typeof(V2.AuditEventItems))]
    [JsonSerializable(typeof(Alert))]
    internal sealed partial class UserContext : JsonSerializerContext;
}
