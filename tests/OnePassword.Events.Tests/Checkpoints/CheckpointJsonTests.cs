using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace OnePassword.Events.Tests.Checkpoints;

/// <summary>A checkpoint as text: no serializer loses or changes a value without an exception.</summary>
public sealed partial class CheckpointJsonTests
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static IEnumerable<Checkpoint> Checkpoints =>
    [
        TestCheckpoint.Full(), TestCheckpoint.At(null), TestCheckpoint.Full() with { Start = DateTimeOffset.MinValue, SavedAt = DateTimeOffset.MaxValue },
        TestCheckpoint.Full() with { State = "2026-01-31T11:54:19.710457472Z", LastEventTime = EventTime.Parse("0001-01-01T00:00:00Z") },
    ];

    [TestCaseSource(nameof(Checkpoints))]
    public void Parse_returns_the_checkpoint_of_ToJson(Checkpoint checkpoint) => AssertSame(Checkpoint.Parse(checkpoint.ToJson()), checkpoint);

    [TestCaseSource(nameof(Checkpoints))]
    [Description("Regression: a round trip with System.Text.Json turned LastEventTime into the year 1.")]
    public void System_Text_Json_preserves_every_value(Checkpoint checkpoint)
    {
        Assert.That(JsonSerializer.Serialize(checkpoint), Is.EqualTo(checkpoint.ToJson()));
        AssertSame(JsonSerializer.Deserialize<Checkpoint>(checkpoint.ToJson()), checkpoint);
        var document = JsonSerializer.Serialize(new Document(checkpoint), Indented);
        AssertSame(JsonSerializer.Deserialize<Document>(document, Indented)!.Checkpoint, checkpoint);
        AssertSame(JsonSerializer.Deserialize(JsonSerializer.Serialize(new(checkpoint), Context.Default.Document), Context.Default.Document)!.Checkpoint, checkpoint);
    }

    [TestCaseSource(nameof(Checkpoints))]
    public void Newtonsoft_Json_preserves_every_value(Checkpoint checkpoint)
    {
        Assert.That(Checkpoint.Parse(JsonConvert.SerializeObject(checkpoint)).ToJson(), Is.EqualTo(checkpoint.ToJson()));
        AssertSame(JsonConvert.DeserializeObject<Checkpoint>(checkpoint.ToJson()), checkpoint);
        var settings = new JsonSerializerSettings { Formatting = Formatting.Indented, DateParseHandling = DateParseHandling.DateTime };
        var document = JsonConvert.SerializeObject(new Document(checkpoint), settings);
        AssertSame(JsonConvert.DeserializeObject<Document>(document, settings)!.Checkpoint, checkpoint);
        AssertSame(JObject.FromObject(checkpoint).ToObject<Checkpoint>(), checkpoint);
    }

    [Test]
    public void Both_serializers_preserve_null()
    {
        Assert.That(JsonSerializer.Deserialize<Document>(JsonSerializer.Serialize(new Document(null)))!.Checkpoint, Is.Null);
        Assert.That(JsonConvert.DeserializeObject<Document>(JsonConvert.SerializeObject(new Document(null)))!.Checkpoint, Is.Null);
    }

    [Test]
    public void JSON_may_be_reformatted_and_reordered_and_have_further_fields()
    {
        var reordered = new JsonObject { ["_etag"] = "1" };
        foreach (var (name, value) in Fields().Reverse())
            reordered[name] = value?.DeepClone();

        AssertSame(Checkpoint.Parse(reordered.ToJsonString(Indented)), TestCheckpoint.Full());
    }

    [Test]
    public void JSON_truncated_at_any_character_is_corrupt()
    {
        var json = TestCheckpoint.Full().ToJson();
        for (var length = 0; length < json.Length; length++)
            AssertFails(json[..length], CheckpointFailure.Corrupt);
    }

    [Test]
    public void Missing_or_changed_field_is_corrupt()
    {
        foreach (var (name, _) in Fields())
        {
            AssertCorrupt(fields => fields.Remove(name));
            AssertCorrupt(fields => fields[name] = 0);
            AssertCorrupt(fields => fields[name] = "2020-01-01T00:00:00.0000000+00:00");
            AssertCorrupt(fields => fields[name] = null);
        }

        static void AssertCorrupt(Action<JsonObject> change)
        {
            var fields = Fields();
            change(fields);
            AssertFails(fields.ToJsonString(), CheckpointFailure.Corrupt);
        }
    }

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("text")]
    [TestCase("{\"Host\":\"events.1password.eu\"}")]
    public void Other_JSON_is_corrupt(string json) => Assert.That(
        () => Checkpoint.Parse(json),
        Throws.InstanceOf<CheckpointException>().With.Message.Match("^The checkpoint is corrupt: .*\\. Restore a backup\\. Without one, remove the checkpoint to restart"));

    [Test]
    public void Later_version_is_rejected_by_every_reader()
    {
        var json = TestCheckpoint.Full().ToJson().Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal);

        AssertFails(json, CheckpointFailure.TooNew);
        Assert.That(
            () => Checkpoint.Parse(json),
            Throws.InstanceOf<CheckpointException>().With.Message.EqualTo(
                "The checkpoint cannot be used: it has version 2, but this library reads version 1. Use the version of the library that wrote it, or a later one."));
    }

    [Test]
    public void Times_that_Newtonsoft_Json_has_parsed_as_dates_are_corrupt_instead_of_losing_digits() => Assert.That(
        () => JObject.Parse(TestCheckpoint.Full().ToJson()).ToObject<Checkpoint>(),
        Throws.InstanceOf<CheckpointException>().With.Property("Reason").EqualTo(CheckpointFailure.Corrupt));

    [Test]
    public async Task Parse_reads_the_file_of_a_FileCheckpointStore()
    {
        using var state = new StateFolder();
        await state.Store.SaveAsync("a", TestCheckpoint.Full());

        AssertSame(Checkpoint.Parse(await File.ReadAllTextAsync(state.PathOf("a.json"))), TestCheckpoint.Full());
    }

    [Test]
    public void State_with_an_unpaired_surrogate_is_rejected() => Assert.That(
        () => (TestCheckpoint.Full() with { State = "a\ud800" }).ToJson(), Throws.ArgumentException.With.Message.Contains("unpaired surrogate"));

    private static JsonObject Fields() => JsonNode.Parse(TestCheckpoint.Full().ToJson())!.AsObject();

    private static void AssertFails(string json, CheckpointFailure reason)
    {
        Assert.That(Failure(() => Checkpoint.Parse(json)), Is.EqualTo(reason), json);
        Assert.That(Failure(() => JsonSerializer.Deserialize<Checkpoint>(json)), Is.EqualTo(reason), json);
        if (json.Length > 0) // Newtonsoft.Json reads an empty text as null.
            Assert.That(Failure(() => JsonConvert.DeserializeObject<Checkpoint>(json)), Is.EqualTo(reason), json);
    }

    // A serializer reports JSON that ends too early itself.
    private static CheckpointFailure? Failure(Func<Checkpoint?> parse)
    {
        try
        {
            parse();
            return null;
        }
        catch (CheckpointException e)
        {
            return e.Reason;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or Newtonsoft.Json.JsonException)
        {
            return CheckpointFailure.Corrupt;
        }
    }

    private static void AssertSame(Checkpoint? actual, Checkpoint expected)
    {
        Assert.That(actual!.RecentUuids, Is.EqualTo(expected.RecentUuids));
        Assert.That(actual with { RecentUuids = expected.RecentUuids }, Is.EqualTo(expected));
        Assert.That(actual.Start?.Offset, Is.EqualTo(expected.Start?.Offset));
    }

    internal sealed record Document(Checkpoint? Checkpoint);

    [JsonSerializable(typeof(Document))]
    internal sealed partial class Context : JsonSerializerContext;
}
