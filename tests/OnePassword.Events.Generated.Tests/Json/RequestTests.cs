namespace OnePassword.Events.Generated.Tests.Json;

[TestFixtureSource(typeof(UserSerializer), nameof(UserSerializer.All))]
public class RequestTests(UserSerializer serializer)
{
    [Test]
    public void A_request_with_a_cursor_has_no_other_field()
    {
        Assert.That(serializer.Write(new V1.CursorRequest { Cursor = "x" }), Is.EqualTo("""{"cursor":"x"}"""));
        Assert.That(serializer.Write(new V2.CursorRequest { Cursor = "x" }), Is.EqualTo("""{"cursor":"x"}"""));
    }

    [Test]
    public void A_request_without_a_cursor_has_only_the_fields_that_are_set()
    {
        var start = new DateTimeOffset(2024, 12, 1, 2, 0, 0, TimeSpan.FromHours(2));

        Assert.That(serializer.Write(new V2.CursorRequest()), Is.EqualTo("{}"));
        Assert.That(serializer.Write(new V2.CursorRequest { Limit = 100 }), Is.EqualTo("""{"limit":100}"""));
        Assert.That(
            serializer.Write(new V2.CursorRequest
            {
                EndTime = EventTime.Parse("2024-12-02T00:00:00.000000001-03:00"),
                StartTime = new EventTime(start),
                Limit = 1000,
            }),
            Is.EqualTo("""{"limit":1000,"start_time":"2024-12-01T00:00:00Z","end_time":"2024-12-02T00:00:00.000000001-03:00"}"""));
    }
}
