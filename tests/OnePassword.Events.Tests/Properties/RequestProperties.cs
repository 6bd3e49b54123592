using System.Globalization;
using System.Text.Json;
using FsCheck.Fluent;

namespace OnePassword.Events.Tests.Properties;

/// <summary>Requests contain exactly the values of the query.</summary>
public sealed class RequestProperties
{
    [Test]
    public void A_cursor_is_sent_unchanged() => Checking.ForAll(Inputs.Text.Where(text => text.Length > 0), cursor =>
    {
        using var server = new StubServer().Answers($$"""{"cursor":{{JsonSerializer.Serialize(cursor)}},"has_more":true,"items":[]}""")
            .Answers("""{"cursor":"end","has_more":false,"items":[]}""");
        using var client = server.Client();
        var pages = client.AuditEvents.ReadRawAsync(EventQuery.After(cursor)).ToListAsync().GetAwaiter().GetResult();
        Assert.That(pages[0].Cursor, Is.EqualTo(cursor));
        Assert.That(server.Requests.Select(request => Body(request).GetProperty("cursor").GetString()), Is.All.EqualTo(cursor));
        Assert.That(server.Requests.Select(request => Body(request).EnumerateObject().Count()), Is.All.EqualTo(1));
    });

    [Test]
    public void A_time_range_is_sent_with_full_precision() => Checking.ForAll(
        from start in Inputs.Moment
        from end in Inputs.Moment
        from size in Gen.Choose(1, EventQuery.MaxPageSize)
        select (Start: start, End: end, Size: size),
        span =>
        {
            if (span.Start > span.End)
            {
                Assert.That(() => EventQuery.Between(span.Start, span.End), Throws.ArgumentException);
                span = (span.End, span.Start, span.Size);
            }
            using var server = new StubServer().Answers("""{"cursor":"end","has_more":false,"items":[]}""");
            using var client = server.Client();
            _ = client.ItemUsages.ReadRawAsync(EventQuery.Between(span.Start, span.End, span.Size)).ToListAsync().GetAwaiter().GetResult();
            var body = Body(server.Requests.Single());
            Assert.That((Moment(body, "start_time"), Moment(body, "end_time"), body.GetProperty("limit").GetInt32()), Is.EqualTo(span));
            Assert.That(body.EnumerateObject().Count(), Is.EqualTo(3));
        });

    private static JsonElement Body(SentRequest request) => JsonElement.Parse(request.Body!);

    private static DateTimeOffset Moment(JsonElement body, string name) => DateTimeOffset.Parse(body.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
