namespace OnePassword.Events.Tests;

/// <summary>While a raw page is in use, the next one is on its way; never more than that.</summary>
public sealed class ReadAheadTests
{
    [Test]
    public async Task The_next_page_is_asked_for_while_one_is_in_use_and_no_further_one()
    {
        var server = Pages(5);
        using var client = server.Client();
        var used = 0;
        await foreach (var page in client.ItemUsages.ReadRawAsync())
        {
            used++;
            Assert.That(server.Requests, Has.Count.EqualTo(Math.Min(used + 1, 5)), $"page {used} is in use");
        }
        Assert.That(used, Is.EqualTo(5));
    }

    [Test]
    public async Task Nothing_is_asked_for_before_the_first_page_is_wanted()
    {
        var server = Pages(1);
        using var client = server.Client();
        var pages = client.ItemUsages.ReadRawAsync();
        Assert.That(server.Requests, Is.Empty);
        Assert.That(await pages.ToListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Who_has_enough_ends_the_request_for_the_next_page()
    {
        var server = Pages(1, isLast: false).Hangs();
        using var client = server.Client();
        await foreach (var page in client.ItemUsages.ReadRawAsync())
            break; // It would wait here for ever, had the request not been ended.
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public void The_failure_of_the_next_page_comes_after_the_page_in_use()
    {
        using var client = Pages(1, isLast: false).Answers(System.Net.HttpStatusCode.BadRequest, """{"Error":{"Message":"Bad Request"}}""").Client();
        var used = 0;
        var error = Assert.ThrowsAsync<EventsApiException>(async () =>
        {
            await foreach (var page in client.ItemUsages.ReadRawAsync())
                used++;
        });
        Assert.That((used, error.Reason), Is.EqualTo((1, EventsFailure.CursorRejected)));
    }

    [Test]
    public void Cancelling_while_the_next_page_is_on_its_way_ends_the_reading()
    {
        using var client = Pages(1, isLast: false).Hangs().Client();
        using var cancellation = new CancellationTokenSource();
        Assert.That(
            async () =>
            {
                await foreach (var page in client.ItemUsages.ReadRawAsync(cancellationToken: cancellation.Token))
                    await cancellation.CancelAsync();
            },
            Throws.InstanceOf<OperationCanceledException>().With.Property(nameof(OperationCanceledException.CancellationToken)).EqualTo(cancellation.Token));
    }

    private static StubServer Pages(int count, bool isLast = true) => Enumerable.Range(1, count).Aggregate(
        new StubServer(),
        (server, number) => server.Answers($$"""{"cursor":"c{{number}}","has_more":{{(isLast && number == count ? "false" : "true")}},"items":[{"uuid":"E{{number}}"}]}"""));
}
