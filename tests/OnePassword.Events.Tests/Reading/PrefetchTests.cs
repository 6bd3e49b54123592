namespace OnePassword.Events.Tests.Reading;

/// <summary>A raw reading requests the next page while one is in use, and no further one.</summary>
public sealed class PrefetchTests
{
    [Test]
    public async Task Raw_reading_requests_only_the_next_page_while_one_is_in_use()
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
    public async Task Raw_reading_sends_no_request_before_its_enumeration()
    {
        var server = Pages(1);
        using var client = server.Client();
        var pages = client.ItemUsages.ReadRawAsync();
        Assert.That(server.Requests, Is.Empty);
        Assert.That(await pages.ToListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Leaving_the_enumeration_cancels_the_request_for_the_next_page()
    {
        var server = Pages(1, isLast: false).Hangs();
        using var client = server.Client();
        await foreach (var page in client.ItemUsages.ReadRawAsync())
            break; // Hangs here if the request is not canceled.
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public void Failure_of_the_next_page_is_thrown_after_the_page_in_use()
    {
        using var client = Pages(1, isLast: false).Responds(System.Net.HttpStatusCode.BadRequest, """{"Error":{"Message":"Bad Request"}}""").Client();
        var used = 0;
        var error = Assert.ThrowsAsync<EventsApiException>(async () =>
        {
            await foreach (var page in client.ItemUsages.ReadRawAsync())
                used++;
        });
        Assert.That((used, error.Reason), Is.EqualTo((1, EventsFailure.CursorRejected)));
    }

    [Test]
    public void Cancellation_during_the_request_for_the_next_page_ends_the_reading()
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
        (server, number) => server.Responds($$"""{"cursor":"c{{number}}","has_more":{{(isLast && number == count ? "false" : "true")}},"items":[{"uuid":"E{{number}}"}]}"""));
}
