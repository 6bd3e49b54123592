using System.Globalization;
using System.Text.Json;
using FsCheck.Fluent;

namespace OnePassword.Events.Tests.Properties;

/// <summary>Requests contain exactly the values of the query.</summary>
public sealed class RequestProperties
{
    [Test]
    public void Cursor_is_sent_unchanged() => Checking.ForAll(Inputs.Text.Where(text => text.Length > 0), cursor =>
    {
        using var server = new StubServer().Responds($$"""{"cursor":{{JsonSerializer.Serialize(cursor)}},"has_more":true,"items":[]}""")
            .Responds("""{"cursor":"end","has_more":false,"items":[]}""");
        using var client = server.Client();
        var pages = client.AuditEvents.ReadRawAsync(EventQuery.After(cursor)).ToListAsync().GetAwaiter().GetResult();
        Assert.That(pages[0].Cursor, Is.EqualTo(cursor));
        Assert.That(server.Requests.Select(request => Body(request).GetProperty("cursor").GetString()), Is.All.EqualTo(cursor));
        Assert.That(server.Requests.Select(request => Body(request).EnumerateObject().Count()), Is.All.EqualTo(1));
    });

    [Test]
    public void Time_range_is_sent_to_the_tick() => Checking.ForAll(
        from start in Inputs.Time
        from end in Inputs.Time
        from size in Gen.Choose(1, EventQuery.MaxPageSize)
        select (Start: start, End: end, Size: size),
        range =>
        {
            if (range.Start > range.End)
            {
                Assert.That(() => EventQuery.Between(range.Start, range.End), Throws.ArgumentException);
                range = (range.End, range.Start, range.Size);
            }
            using var server = new StubServer().Responds("""{"cursor":"end","has_more":false,"items":[]}""");
            using var client = server.Client();
            _ = client.ItemUsages.ReadRawAsync(EventQuery.Between(range.Start, range.End, range.Size)).ToListAsync().GetAwaiter().GetResult();
            var body = Body(server.Requests.Single());
            Assert.That(
                (TimeOf(body, "start_time"), TimeOf(body, "end_time"), body.GetProperty("limit").GetInt32()), Is.EqualTo(range));
            Assert.That(body.EnumerateObject().Count(), Is.EqualTo(3));
        });

    private static JsonElement Body(SentRequest request) => JsonElement.Parse(request.Body!);

    private static DateTimeOffset TimeOf(JsonElement body, string name) =>
        DateTimeOffset.Parse(body.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
