using System.Text.Json;

namespace OnePassword.Events.ContractTests;

/// <summary>What holds for reading from whatever speaks the API: the stubs, our emulator, the real service.</summary>
public abstract class ReadingContract
{
    protected const string UnknownToken = "stub-unknown-token";

    /// <summary>Gets the events to read: some of them, on several pages.</summary>
    protected abstract EventQuery Query { get; }

    /// <summary>A client with the right token, or with another one.</summary>
    protected abstract EventsClient Client(string? token = null);

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public async Task A_reading_goes_from_page_to_page_to_the_last_and_no_event_comes_twice(string version, string feed)
    {
        using var client = Client();
        var pages = await client.Feed(version, feed).ReadRawAsync(Query).ToListAsync();
        Assert.That(pages.Select(page => page.HasMore), Is.EqualTo(Enumerable.Repeat(true, pages.Count - 1).Append(false)));
        Assert.That(pages.Select(page => page.Cursor), Is.All.Not.Empty);
        Assert.That(pages.SelectMany(page => page.Events).Select(Uuid), Is.Unique);
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public async Task After_the_last_page_the_same_cursor_gives_nothing_or_what_came_since(string version, string feed)
    {
        using var client = Client();
        var last = (await client.Feed(version, feed).ReadRawAsync(Query).ToListAsync())[^1];
        var idle = await client.Feed(version, feed).ReadRawAsync(EventQuery.After(last.Cursor)).ToListAsync();
        Assert.That(idle[^1].HasMore, Is.False);
        Assert.That(idle.SelectMany(page => page.Events).Select(Uuid), Has.None.AnyOf([.. last.Events.Select(Uuid), ""]));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public async Task Read_as_objects_it_is_the_same_events_at_the_same_times(string version, string feed)
    {
        using var client = Client();
        var raw = await client.Feed(version, feed).ReadRawAsync(Query).ToListAsync();
        var typed = await client.ReadTypedAsync(version, feed, Query);
        Assert.That(typed.SelectMany(page => page.Events), Is.EqualTo(raw.SelectMany(page => page.Events).Select(@event => $"{Uuid(@event)} {@event.Timestamp?.Text}")));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public async Task A_reading_that_is_taken_up_in_the_middle_gives_the_rest(string version, string feed)
    {
        using var client = Client();
        var pages = await client.Feed(version, feed).ReadRawAsync(Query).ToListAsync();
        var rest = await client.Feed(version, feed).ReadRawAsync(EventQuery.After(pages[0].Cursor)).ToListAsync();
        Assert.That(rest.SelectMany(page => page.Events).Select(Uuid), Is.EqualTo(pages.Skip(1).SelectMany(page => page.Events).Select(Uuid)));
    }

    [Test]
    public async Task Introspection_names_the_feeds_and_both_versions_agree()
    {
        using var client = Client();
        var (now, old) = (await client.IntrospectAsync(), await client.V1.IntrospectAsync());
        Assert.That(now.Features, Is.Not.Empty.And.SubsetOf(FeedNames.All));
        Assert.That((old.Uuid, old.IssuedAt?.Value), Is.EqualTo((now.Uuid, now.IssuedAt?.Value)));
        Assert.That(old.Features, Is.EquivalentTo(now.Features!));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.Paths))]
    public void An_unknown_token_is_rejected(string path)
    {
        using var client = Client(UnknownToken);
        Assert.That(() => client.AskAsync(path, Query), Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.TokenRejected));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public void An_unknown_cursor_is_rejected(string version, string feed)
    {
        using var client = Client();
        Assert.That(
            () => client.Feed(version, feed).ReadRawAsync(EventQuery.After("unknown-cursor")).ToListAsync(),
            Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.CursorRejected));
    }

    private static string Uuid(RawEvent @event) => JsonElement.Parse(@event.Json.Span).GetProperty("uuid").GetString()!;
}
