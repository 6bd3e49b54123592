using OnePassword.Events.Emulator;

namespace OnePassword.Events.ObjectStorage.Tests;

/// <summary>A process ends or loses a response at any request, and another one continues.</summary>
[TestFixture(1)]
[TestFixture(3)]
public sealed class RecoveryTests(int objectsPerPage)
{
    private const int Events = 12;
    private const int PageSize = 4;

    private readonly ObjectLayout? _layout = ThreeObjects.For(objectsPerPage);

    [TestCase(true)]
    [TestCase(false)]
    public async Task Process_that_ends_at_any_request_is_continued(bool hasEffect)
    {
        await using var followed = await Followed.StartAsync(Events);
        for (var last = 1; true; last++)
        {
            var container = new MemoryContainer();
            var first = Failing(container.Client(), last, hasEffect);
            if (await SucceedsAsync(() => followed.StoreAllAsync(first, PageSize, _layout)))
            {
                Assert.That(last, Is.GreaterThan(12), "requests");
                return;
            }
            await followed.StoreAllAsync(container.Client(), PageSize, _layout);
            followed.AssertComplete(container);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Second_process_that_ends_at_any_request_is_continued(bool hasEffect)
    {
        await using var followed = await Followed.StartAsync(Events);
        for (var last = 1; true; last++)
        {
            var container = new MemoryContainer();
            var first = container.Client();
            first.After = (_, description) => description.Contains("events/", StringComparison.Ordinal)
                || description.EndsWith("000000000003.json.gz", StringComparison.Ordinal) ? throw new IOException() : Task.CompletedTask;
            Assert.That(await SucceedsAsync(() => followed.StoreAllAsync(first, PageSize, _layout)), Is.False);
            if (await SucceedsAsync(() => followed.StoreAllAsync(Failing(container.Client(), last, hasEffect), PageSize, _layout)))
                return;
            await followed.StoreAllAsync(container.Client(), PageSize, _layout);
            followed.AssertComplete(container);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    [Description("The follower stays, and only one response is lost.")]
    public async Task Lost_response_to_any_request_is_continued_by_the_same_process(bool hasEffect)
    {
        await using var followed = await Followed.StartAsync(Events);
        for (var lost = 1; true; lost++)
        {
            var container = new MemoryContainer();
            Fail(container, lost, lost, hasEffect);
            await using var store = new ObjectEventStore(container, new() { Layout = _layout });
            for (var turn = 0; !await SucceedsAsync(() => followed.StoreAllAsync(store, PageSize)); turn++)
                Assert.That(turn, Is.LessThan(3));
            followed.AssertComplete(container);
            if (container.Requests < lost)
                return;
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Second_attempt_to_store_the_same_page_stores_it_once(bool hasEffect)
    {
        await using var followed = await Followed.StartAsync(Events);
        for (var lost = 1; true; lost++)
        {
            var container = new MemoryContainer();
            await using var store = new ObjectEventStore(container, new() { Layout = _layout });
            var failing = 0;
            await foreach (var page in followed.Feed.FollowRawAsync(store, Followed.Options(PageSize)))
            {
                if (failing == 0)
                {
                    failing = container.Requests + lost;
                    Fail(container, failing, failing, hasEffect);
                }
                for (var turn = 0; !await SucceedsAsync(() => store.StoreAsync(page)); turn++)
                    Assert.That(turn, Is.LessThan(3));
            }
            followed.AssertComplete(container);
            if (container.Requests < failing)
                return;
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    [Description("The page was not full, so that the same cursor returns more events later.")]
    public async Task Page_that_has_grown_since_it_was_lost_is_neither_lost_nor_stored_twice(bool hasEffect)
    {
        for (var last = 5; true; last++)
        {
            await using var followed = await Followed.StartAsync(events: 6);
            var container = new MemoryContainer();
            var isComplete = await SucceedsAsync(() => followed.StoreAllAsync(Failing(container.Client(), last, hasEffect), PageSize, _layout));
            for (var i = 0; i < 5; i++)
                followed.Emulator.Append(EmulatorFeed.AuditEvents, Later(i));
            await followed.StoreAllAsync(container.Client(), PageSize, _layout);
            followed.AssertComplete(container);
            if (isComplete)
                return;
        }
    }

    private static MemoryContainer Failing(MemoryContainer client, int from, bool hasEffect)
    {
        Fail(client, from, int.MaxValue, hasEffect);
        return client;
    }

    private static void Fail(MemoryContainer client, int from, int to, bool hasEffect)
    {
        Task FailAsync(int number) => number >= from && number <= to ? throw new IOException("The process ends here.") : Task.CompletedTask;
        if (hasEffect) // Only of the first of these requests.
            (client.Before, client.After) = ((number, _) => number > from ? FailAsync(number) : Task.CompletedTask, (number, _) => FailAsync(number));
        else
            client.Before = (number, _) => FailAsync(number);
    }

    private static async Task<bool> SucceedsAsync(Func<Task> run)
    {
        try
        {
            await run();
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectStorageException)
        {
            return false;
        }
    }

    private static byte[] Later(int number) => System.Text.Encoding.UTF8.GetBytes(
        FormattableString.Invariant($$"""{"uuid":"LATER{{number}}","timestamp":"2035-03-14T09:26:5{{number}}Z"}"""));
}
