using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Follow.Status;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Feeds write to the disk in turns.</summary>
public sealed class FeedFollowerTests
{
    [Test]
    public async Task Feed_opens_and_writes_its_output_within_the_disk_limit()
    {
        await using var server = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 5, Token = "t0ken" });
        using var folder = new TemporaryFolder();
        using var store = FileCheckpointStore.Open(folder["state"]);
        using var client = new EventsClient("t0ken", new EventsClientOptions { Region = EventsRegion.At(server.BaseAddress) });
        using var disk = new ConcurrencyLimiter(1, Timeout.InfiniteTimeSpan, TimeProvider.System);
        using var input = new StringReader("");
        var cli = new CliContext(Stream.Null, TextWriter.Null, input, _ => null, TimeProvider.System);
        var (beforeOpening, beforeWriting) = (new TaskCompletionSource(), new TaskCompletionSource());
        var others = new List<Task> { disk.RunAsync(() => beforeOpening.Task, CancellationToken.None) };
        using var sink = new Sink(() => others.Add(disk.RunAsync(() => beforeWriting.Task, CancellationToken.None)), beforeWriting.Task);
        var account = new Account(
            null, AccountToken.From(new TokenSource.Given("t0ken", "the test"), cli), client.Region, IsV1: false, []);
        var plan =
            new FollowPlan { Accounts = [new FollowedAccount(account, CliFixture.Now)], State = store.Folder, Once = true };
        var status = new FeedStatus(account, FeedNames.AuditEvents, cli);
        using var feed = new FeedFollower(
            client.AuditEvents, plan.Accounts[0], clockOffset: null, new FollowContext(
                plan, store, disk, new FreeSpaceFloor(plan, cli), cli), sink, new LineFormatter(envelope: null), status);

        var following = feed.RunAsync(CancellationToken.None);
        Assert.That(sink.IsOpen, Is.False, "another has the turn");
        beforeOpening.SetResult();
        await Wait.UntilAsync(() => server.Requests.Count > 0);
        beforeWriting.SetResult();

        Assert.That(await following.WaitAsync(Wait.Limit, TimeProvider.System), Is.Null);
        Assert.That((sink.IsOpen, sink.WroteInTurn), Is.EqualTo((true, (bool?)true)));
        await Task.WhenAll(others);
    }

    /// <summary>Output for which another feed requests a turn once it is open.</summary>
    private sealed class Sink(Action opened, Task otherTurn) : IFollowSink
    {
        public bool IsOpen { get; private set; }

        public bool? WroteInTurn { get; private set; }

        public string? Folder => null;

        public string Location => "nowhere";

        public string? Open(Checkpoint? checkpoint)
        {
            opened();
            IsOpen = true;
            return null;
        }

        public Task<string?> AppendAsync(ReadOnlyMemory<byte> lines, Func<string, Task> save, CancellationToken cancellationToken)
        {
            WroteInTurn = otherTurn.IsCompleted;
            return Task.FromResult<string?>(null);
        }

        public Task FinishAsync(Func<string, Task> save, bool endsRun) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
