using Newtonsoft.Json;

namespace OnePassword.Events.Generated.Tests.Json;

[TestFixture]
public class EventTimeJsonTests
{
    [TestCaseSource(typeof(UserSerializer), nameof(UserSerializer.All))]
    public void A_time_in_a_DTO_keeps_every_digit_and_its_offset(UserSerializer serializer)
    {
        const string Json = """{"timestamp":"2024-12-02T11:54:19.710457472Z","session":{"login_time":"2020-06-11t16:32:50.000000000-03:00"}}""";

        var read = serializer.Read<V2.AuditEvent>(Json);

        Assert.That(read.Timestamp!.Value.Text, Is.EqualTo("2024-12-02T11:54:19.710457472Z"));
        Assert.That(read.Timestamp.Value.Value.Ticks % TimeSpan.TicksPerSecond, Is.EqualTo(7104574));
        Assert.That(serializer.Write(read), Is.EqualTo(Json));
    }

    [Test]
    public void A_time_in_the_types_of_a_user_keeps_every_digit_without_date_parsing()
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
    public void A_JSON_value_that_is_not_a_time_is_an_error_in_the_types_of_a_user(string json) =>
        Assert.That(() => UserSerializer.Newtonsoft.Read<EventTime[]>($"[{json}]"), Throws.InstanceOf<JsonException>());
}
