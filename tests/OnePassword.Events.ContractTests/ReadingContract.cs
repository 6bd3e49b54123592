using System.Text.Json;

namespace OnePassword.Events.ContractTests;

/// <summary>Behavior that the stubs, the emulator and the real service share.</summary>
public abstract class ReadingContract
{
    protected const string UnknownToken = "stub-unknown-token";

    /// <summary>Gets a query that returns several pages.</summary>
    protected abstract EventQuery Query { get; }

    /// <summary>Creates a client with the valid token or with the given one.</summary>
    protected abstract EventsClient Client(string? token = null);

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public async Task A_read_returns_all_pages_without_duplicate_events(string version, string feed)
    {
        using var client = Client();
        var pages = await client.Feed(version, feed).ReadRawAsync(Query).ToListAsync();
        Assert.That(pages.Select(page => page.HasMore), Is.EqualTo(Enumerable.Repeat(true, pages.Count - 1).Append(false)));
        Assert.That(pages.Select(page => page.Cursor), Is.All.Not.Empty);
        Assert.That(pages.SelectMany(page => page.Items).Select(Uuid), Is.Unique);
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public async Task The_last_cursor_returns_only_newer_events(string version, string feed)
    {
        using var client = Client();
        var last = (await client.Feed(version, feed).ReadRawAsync(Query).ToListAsync())[^1];
        var idle = await client.Feed(version, feed).ReadRawAsync(EventQuery.After(last.Cursor)).ToListAsync();
        Assert.That(idle[^1].HasMore, Is.False);
        Assert.That(idle.SelectMany(page => page.Items).Select(Uuid), Has.None.AnyOf([.. last.Items.Select(Uuid), ""]));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public async Task Typed_and_raw_reads_return_the_same_events_and_times(string version, string feed)
    {
        using var client = Client();
        var raw = await client.Feed(version, feed).ReadRawAsync(Query).ToListAsync();
        var typed = await client.ReadTypedAsync(version, feed, Query);
        var expected = raw.SelectMany(page => page.Items).Select(read => $"{Uuid(read)} {read.Timestamp?.Text}");
        Assert.That(typed.SelectMany(page => page.Events), Is.EqualTo(expected));
    }

    [TestCaseSource(typeof(Feeds), nameof(Feeds.All))]
    public async Task A_cursor_continues_a_read_from_the_next_page(string version, string feed)
    {
        using var client = Client();
        var pages = await client.Feed(version, feed).ReadRawAsync(Query).ToListAsync();
        var rest = await client.Feed(version, feed).ReadRawAsync(EventQuery.After(pages[0].Cursor)).ToListAsync();
        var expected = pages.Skip(1).SelectMany(page => page.Items).Select(Uuid);
        Assert.That(rest.SelectMany(page => page.Items).Select(Uuid), Is.EqualTo(expected));
    }

    [Test]
    public async Task Introspection_of_both_versions_returns_the_same_feeds()
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
        Assert.That(() => client.RequestAsync(path, Query), Throws.InstanceOf<EventsApiException>().With.Property("Reason").EqualTo(EventsFailure.TokenRejected));
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
