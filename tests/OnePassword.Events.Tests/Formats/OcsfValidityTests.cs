using System.Text.Json;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Formats;

/// <summary>Every event is a valid event of OCSF 1.8.0.</summary>
public sealed class OcsfValidityTests
{
    [Test]
    public async Task Generated_events_are_valid_and_lose_nothing([Values] EmulatorFeed feed, [Values] EmulatorApi api)
    {
        var schema = OcsfSchema.OrSkip();
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 1_500, UnknownFields = true, Seed = 5 });
        var origin = Formatted.Origin with { Feed = FeedNames.All[(int)feed], ApiVersion = api.ToString().ToLowerInvariant() };
        var (problems, classes) = (new List<string>(), new HashSet<int>());
        foreach (var json in emulator.ReadAll(feed, api))
        {
            var ocsf = Formatted.Json(EventFormat.Ocsf, RawEvent.Parse(json), origin);
            classes.Add(ocsf.GetProperty("class_uid").GetInt32());
            problems.AddRange(schema.Problems(ocsf).Concat(Kept.Missing(json, ocsf)).Select(problem => $"{problem} in {ocsf}"));
        }
        Assert.That(problems.Take(5), Is.Empty);
        Assert.That(classes, Has.Count.EqualTo(feed == EmulatorFeed.AuditEvents ? 6 : 1));
    }

    [TestCaseSource(typeof(UnusualEvents), nameof(UnusualEvents.All))]
    public void Unusual_events_are_valid(string json)
    {
        var schema = OcsfSchema.OrSkip();
        foreach (var feed in FeedNames.All.Append("otherfeed"))
        {
            var ocsf = Formatted.Json(EventFormat.Ocsf, UnusualEvents.Parse(json), Formatted.Origin with { Feed = feed });
            Assert.That(schema.Problems(ocsf), Is.Empty, ocsf.ToString());
        }
    }

    [TestCase("\"class_name\":\"Entity Management\"", "\"class_names\":\"Entity Management\"", "class_names is unknown")]
    [TestCase("\"severity_id\":1", "\"severity_id\":7", "severity_id is not a value of its enum: 7")]
    [TestCase("\"severity_id\":1,", "", "severity_id is missing")]
    [TestCase("\"time\":", "\"time\":1.5,\"start_time\":", "time is not a timestamp_t: 1.5")]
    [TestCase("\"name\":\"1Password\",", "", "metadata.product: at_least_one of [\"name\", \"uid\"]")]
    [TestCase("\"uid\":\"O\",", "", "entity: at_least_one of [\"name\", \"uid\", \"device\", \"group\", \"org\", \"policy\", \"user\"]")]
    [TestCase("\"entity\":{", "\"action_id\":1,\"entity\":{", "action_id belongs to a profile that the event does not declare")]
    [TestCase("\"profiles\":[]", "\"profiles\":[\"cloud\"]", "cloud is missing")]
    [TestCase("\"type_uid\":300401", "\"type_uid\":300402", "type_uid does not follow from class_uid and activity_id")]
    public void Check_finds_faults(string part, string fault, string problem)
    {
        var schema = OcsfSchema.OrSkip();
        var valid = Formatted.Text(EventFormat.Ocsf, """{"object_type":"report","action":"create","object_uuid":"O","session":{"ip":"1.2.3.4"}}""");
        Assert.That(valid, Does.Contain(part));
        var text = valid.Replace(part, fault, StringComparison.Ordinal);
        Assert.That(schema.Problems(JsonElement.Parse(text)), Is.EqualTo(new[] { problem }), text);
    }
}
