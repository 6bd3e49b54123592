using OnePassword.Events.V2;

namespace OnePassword.Events.Tests.Following;

/// <summary>A page that the program commits with a function of its own.</summary>
public sealed class CommitWithTests
{
    private readonly MemoryCheckpointStore _store = new();
    private StubServer _server = null!;

    [SetUp]
    public void SetUp() => _server = new StubServer();

    [TearDown]
    public void TearDown() => _server.Dispose();

    [Test]
    public async Task Function_saves_the_checkpoint_instead_of_the_store()
    {
        var saved = new List<Checkpoint>();
        var pages = await TwoPagesAsync();

        await pages[0].CommitAsync(SaveAsync, state: "s");
        await pages[0].CommitAsync(SaveAsync);

        Assert.That(saved.Select(one => (one.Cursor, one.State, one.Events)), Is.EqualTo(new[] { ("1", "s", 1L) }), "once");
        Assert.That(pages[0].IsCommitted, Is.True);
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.Null, "the store has the start");

        ValueTask SaveAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
        {
            saved.Add(checkpoint);
            return ValueTask.CompletedTask;
        }
    }

    [Test]
    public async Task Page_whose_function_throws_is_not_committed()
    {
        var pages = await TwoPagesAsync();
        Assert.ThrowsAsync<TimeoutException>(
            async () => await pages[0].CommitAsync((_, _) => throw new TimeoutException("The database is away.")));
        Assert.That(pages[0].IsCommitted, Is.False);
    }

    [Test]
    public async Task Page_before_a_committed_one_cannot_be_saved_with_a_function()
    {
        var pages = await TwoPagesAsync();
        await pages[1].CommitAsync();
        Assert.ThrowsAsync<InvalidOperationException>(async () => await pages[0].CommitAsync((_, _) => ValueTask.CompletedTask));
        await pages[0].CommitAsync();
        Assert.That((await _store.LoadAsync(FeedNames.AuditEvents))!.Cursor, Is.EqualTo("2"), "the later page covers it");
    }

    private async Task<List<FollowedPage<AuditEvent>>> TwoPagesAsync()
    {
        _server.Responds("""{"cursor":"1","has_more":true,"items":[{"uuid":"a"}]}""").Responds("""{"cursor":"2","has_more":false,"items":[{"uuid":"b"}]}""");
        using var client = _server.Client();
        return await client.AuditEvents.FollowAsync(_store, new FollowOptions { StopWhenCaughtUp = true }).ToListAsync();
    }
}
