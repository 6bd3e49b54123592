using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Feeds write to the disk in turns.</summary>
[Category("InProcess")]
public sealed class FeedFollowerTests
{
    [Test]
    public async Task Feed_opens_and_writes_files_within_the_disk_limit()
    {
        using var disk = new ConcurrencyLimiter(1, Timeout.InfiniteTimeSpan, TimeProvider.System);
        using var folder = new TemporaryFolder();
        var (beforeOpening, beforeWriting) = (new TaskCompletionSource(), new TaskCompletionSource());
        var others = new List<Task> { disk.RunAsync(() => beforeOpening.Task, CancellationToken.None) };
        using var sink = new Sink(
            folder.Path, () => others.Add(disk.RunAsync(() => beforeWriting.Task, CancellationToken.None)), beforeWriting.Task);

        await FollowAsync(sink, disk, async server =>
        {
            Assert.That(sink.IsOpen, Is.False, "another has the turn");
            beforeOpening.SetResult();
            await Wait.UntilAsync(() => server.Requests.Count > 1);
            beforeWriting.SetResult();
        });

        Assert.That((sink.IsOpen, sink.WroteInTurn), Is.EqualTo((true, (bool?)true)));
        await Task.WhenAll(others);
    }

    [Test]
    [Description("Regression: pages that waited for their acknowledgement held up the other feeds.")]
    public async Task Feed_to_standard_output_waits_for_no_other_feed()
    {
        using var disk = new ConcurrencyLimiter(1, Timeout.InfiniteTimeSpan, TimeProvider.System);
        var unacknowledged = new TaskCompletionSource();
        var other = disk.RunAsync(() => unacknowledged.Task, CancellationToken.None);
        using var sink = new Sink(folder: null, () => { }, unacknowledged.Task);

        await FollowAsync(sink, disk, _ => Task.CompletedTask);

        Assert.That(sink.WroteInTurn, Is.False, "it wrote before the other page was acknowledged");
        unacknowledged.SetResult();
        await other;
    }

    private static async Task FollowAsync(Sink sink, ConcurrencyLimiter disk, Func<EventsEmulator, Task> meanwhile)
    {
        await using var server = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 5, Token = "t0ken" });
        using var folder = new TemporaryFolder();
        using var store = FileCheckpointStore.Open(folder["state"]);
        using var input = new StringReader("");
        var cli = new CliContext(Stream.Null, TextWriter.Null, input, _ => null, TimeProvider.System);
        var account = new Account(
            null, AccountToken.From(new SecretSource.Given("t0ken", "the test"), cli),
            EventsRegion.At(server.BaseAddress), IsV1: false, [FeedNames.AuditEvents]);
        using var connector = new AccountConnector(cli);
        var (client, feeds) = await connector.OpenAsync(account, CancellationToken.None);
        using var connected = client;
        var plan =
            new FollowPlan { Accounts = [new FollowedAccount(account, CliFixture.Now, [new FilesOutput()])], State = store.Folder, Once = true };
        var status = new FeedStatus(account, FeedNames.AuditEvents, output: null, cli);
        using var feed = new FeedFollower(
            feeds.Readable.Single(), plan.Accounts[0], client, new FollowContext(
                plan, store, disk, new FreeSpaceFloor(plan, cli), cli), plan.Outputs.Single(), sink, store, status);

        var following = feed.RunAsync(CancellationToken.None);
        await meanwhile(server);
        Assert.That(await following.WaitAsync(Wait.Limit, TimeProvider.System), Is.Null);
    }

    /// <summary>Output for which another feed requests a turn once it is open.</summary>
    private sealed class Sink(string? folder, Action opened, Task otherTurn) : IFollowSink
    {
        public bool IsOpen { get; private set; }

        public bool? WroteInTurn { get; private set; }

        public string? Folder => folder;

        public long MinFreeSpace => 0;

        public string Location => "nowhere";

        public string? Open(Checkpoint? checkpoint)
        {
            opened();
            IsOpen = true;
            return null;
        }

        public Task<string?> AppendAsync(OutputPage page, CancellationToken cancellationToken)
        {
            WroteInTurn = otherTurn.IsCompleted;
            return Task.FromResult<string?>(null);
        }

        public Task FinishAsync(Func<string, Task> save, bool endsRun) => Task.CompletedTask;

        public void RemoveOld()
        {
        }

        public void Dispose()
        {
        }
    }
}
