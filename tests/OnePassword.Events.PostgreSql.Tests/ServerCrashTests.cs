namespace OnePassword.Events.PostgreSql.Tests;

/// <summary>The server is killed while it commits.</summary>
[Category("Slow")]
public sealed class ServerCrashTests
{
    [Test]
    public async Task Each_event_is_stored_once_although_the_server_is_killed()
    {
        await using var server = await PostgreSqlServer.StartAsync(isDurable: true);
        await using var followed = await Followed.StartAsync(events: 3_000, database: new TestDatabase(await server.CreateDatabaseAsync()));
        await using var store = followed.Store();
        var attempts = 0;
        var following = followed.Feed.FollowRawAsync(
            store, (page, token) =>
            {
                attempts++;
                return store.StoreAsync(page, token);
            }, Followed.Options());

        foreach (var attempt in new[] { 20, 70, 150 })
        {
            await Wait.UntilAsync(() => attempts >= attempt);
            await server.KillAsync();
            await server.StartAgainAsync();
        }
        await following;

        await followed.AssertCompleteAsync();
    }
}
