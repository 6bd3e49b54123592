using Newtonsoft.Json;

namespace OnePassword.Events.Generated.Tests.Json;

[TestFixture]
public class EventTimeJsonTests
{
    [TestCaseSource(typeof(UserSerializer), nameof(UserSerializer.All))]
    public void In_a_DTO_every_digit_and_the_offset_survive(UserSerializer serializer)
    {
        const string Json = """{"timestamp":"2024-12-02T11:54:19.710457472Z","session":{"login_time":"2020-06-11t16:32:50.000000000-03:00"}}""";

        var read = serializer.Read<V2.AuditEvent>(Json);

        Assert.That(read.Timestamp!.Value.Text, Is.EqualTo("2024-12-02T11:54:19.710457472Z"));
        Assert.That(read.Timestamp.Value.Value.Ticks % TimeSpan.TicksPerSecond, Is.EqualTo(7104574));
        Assert.That(serializer.Write(read), Is.EqualTo(Json));
    }

    [Test]
    public void In_a_type_of_the_user_every_digit_survives_where_dates_are_not_parsed_before_us()
    {
        const string Json = """{"2024":["2024-12-02T11:54:19.710457472Z",null]}""";
        var settings = new JsonSerializerSettings { DateParseHandling = DateParseHandling.None };

        var read = JsonConvert.DeserializeObject<Dictionary<string, EventTime?[]>>(Json, settings)!;

        Assert.That(read["2024"][0]!.Value.Text, Is.EqualTo("2024-12-02T11:54:19.710457472Z"));
        Assert.That(JsonConvert.SerializeObject(read), Is.EqualTo(Json));
    }

    [TestCase("5")]
    [TestCase("null")]
    [TestCase("\"yesterday\"")]
    public void In_a_type_of_the_user_nothing_but_a_time_is_one(string json) =>
        Assert.That(() => UserSerializer.Newtonsoft.Read<EventTime[]>($"[{json}]"), Throws.InstanceOf<JsonException>());
}
