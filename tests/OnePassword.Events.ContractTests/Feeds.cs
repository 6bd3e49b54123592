namespace OnePassword.Events.ContractTests;

/// <summary>The operations of the API.</summary>
internal static class Feeds
{
    /// <summary>Gets the version and the name of every feed.</summary>
    public static IEnumerable<object[]> All =>
        from version in (string[])["v1", "v2"] from feed in FeedNames.All select new object[] { version, feed };

    /// <summary>Gets the path of every operation.</summary>
    public static IEnumerable<string> Paths =>
        [.. All.Select(feed => $"/api/{feed[0]}/{feed[1]}"), "/api/auth/introspect", "/api/v2/auth/introspect"];

    public static IEventFeed Feed(this EventsClient client, string version, string name) =>
        (version == "v1" ? client.V1.Feeds : client.Feeds).Single(feed => feed.Name == name);

    /// <summary>Sends one request to the operation of a path, or reads its feed.</summary>
    public static async Task RequestAsync(this EventsClient client, string path, EventQuery? query = null)
    {
        var parts = path.Split('/');
        if (path == "/api/auth/introspect")
            await client.V1.IntrospectAsync();
        else if (parts[^1] == "introspect")
            await client.IntrospectAsync();
        else
            await client.Feed(parts[2], parts[3]).ReadRawAsync(query).ToListAsync();
    }

    /// <summary>Reads typed pages and returns their cursors and the uuids and times of their events.</summary>
    public static Task<List<(string Cursor, string[] Events)>> ReadTypedAsync(
        this EventsClient client, string version, string feed, EventQuery query)
    {
        return (version, feed) switch
        {
            ("v1", FeedNames.AuditEvents) => PagesAsync(client.V1.AuditEvents.ReadAsync(query), one => (one?.Uuid, one?.Timestamp)),
            ("v1", FeedNames.ItemUsages) => PagesAsync(client.V1.ItemUsages.ReadAsync(query), one => (one?.Uuid, one?.Timestamp)),
            ("v1", _) => PagesAsync(client.V1.SignInAttempts.ReadAsync(query), one => (one?.Uuid, one?.Timestamp)),
            (_, FeedNames.AuditEvents) => PagesAsync(client.AuditEvents.ReadAsync(query), one => (one?.Uuid, one?.Timestamp)),
            (_, FeedNames.ItemUsages) => PagesAsync(client.ItemUsages.ReadAsync(query), one => (one?.Uuid, one?.Timestamp)),
            _ => PagesAsync(client.SignInAttempts.ReadAsync(query), one => (one?.Uuid, one?.Timestamp)),
        };
    }

    private static async Task<List<(string Cursor, string[] Events)>> PagesAsync<T>(
        EventSequence<T> events, Func<T, (string? Uuid, EventTime? Time)> identify)
    {
        var pages = new List<(string, string[])>();
        await foreach (var page in events.AsPages())
            pages.Add((page.Cursor, [.. page.Items.Select(identify).Select(read => $"{read.Uuid} {read.Time?.Text}")]));
        return pages;
    }
}
