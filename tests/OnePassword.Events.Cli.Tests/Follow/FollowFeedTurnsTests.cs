using OnePassword.Events.Cli.Follow;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Feeds take turns at the disk.</summary>
public sealed class FollowFeedTurnsTests
{
    [Test]
    public async Task A_feed_opens_its_output_and_writes_a_page_when_it_has_its_turn_at_the_disk()
    {
        await using var server = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 5, Token = "t0ken" });
        using var folder = new TemporaryFolder();
        using var store = FileCheckpointStore.Open(folder["state"]);
        using var client = new EventsClient("t0ken", new EventsClientOptions { Region = EventsRegion.At(server.BaseAddress) });
        using var disk = new Turns(1, Timeout.InfiniteTimeSpan, TimeProvider.System);
        using var input = new StringReader("");
        var io = new ToolIo(Stream.Null, TextWriter.Null, input, _ => null, TimeProvider.System);
        var (beforeOpening, beforeWriting) = (new TaskCompletionSource(), new TaskCompletionSource());
        var others = new List<Task> { disk.RunAsync(() => beforeOpening.Task, CancellationToken.None) };
        using var sink = new Sink(() => others.Add(disk.RunAsync(() => beforeWriting.Task, CancellationToken.None)), beforeWriting.Task);
        var status = new FollowStatus(null, FeedNames.AuditEvents, FeedNames.AuditEvents, io.Clock);
        using var feed = new FollowFeed(
            client.AuditEvents, new FollowOptions { Name = FeedNames.AuditEvents, StopWhenCaughtUp = true }, store, sink, new FollowLines(null), clockOffset: null, status, AccountToken.Of("t0ken"), disk, io, once: true);

        var following = feed.RunAsync(CancellationToken.None);
        Assert.That(sink.IsOpen, Is.False, "another has the turn");
        beforeOpening.SetResult();
        await Eventually.TrueAsync(() => server.Requests.Count > 0, "it has a page");
        beforeWriting.SetResult();

        Assert.That(await following.WaitAsync(Eventually.Limit, TimeProvider.System), Is.Null);
        Assert.That((sink.IsOpen, sink.WroteInTurn), Is.EqualTo((true, (bool?)true)));
        await Task.WhenAll(others);
    }

    /// <summary>Output that another wants a turn before, once it is open.</summary>
    private sealed class Sink(Action opened, Task otherTurn) : IFollowSink
    {
        public bool IsOpen { get; private set; }

        public bool? WroteInTurn { get; private set; }

        public string Where => "nowhere";

        public string? Open(Checkpoint? checkpoint)
        {
            opened();
            IsOpen = true;
            return null;
        }

        public Task<string?> WriteAsync(ReadOnlyMemory<byte> lines, Func<string, Task> save, CancellationToken cancellationToken)
        {
            WroteInTurn = otherTurn.IsCompleted;
            return Task.FromResult<string?>(null);
        }

        public void Dispose()
        {
        }
    }
}
