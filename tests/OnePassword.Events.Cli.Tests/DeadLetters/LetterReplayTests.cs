using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using OnePassword.Events.Cli.DeadLetters;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Tests.DeadLetters;

/// <summary>A replay of many dead letters to a destination in memory.</summary>
[Category("InProcess")]
public sealed class LetterReplayTests
{
    [Test]
    public async Task Letters_of_pages_with_one_event_are_sent_together_each_with_its_own_origin()
    {
        using var folder = new TemporaryFolder();
        DeadLetter[] letters = [.. Enumerable.Range(0, 2_500).Select(i => Letter(i, CliFixture.Now.AddMinutes(i)))];
        var (replay, file, destination) = await ReplayAsync(folder, letters, rejects: i => i is 7 or 2_400);
        Assert.That(destination.Batches, Is.EqualTo(new[] { 999, 1_000, 499 }));
        Assert.That(
            destination.Sent, Is.EqualTo(letters.Where((_, i) => i is not (7 or 2_400)).Select(one => Encoded(one.Event, one.Origin))));
        Assert.That((replay.Delivered, replay.Rejected.Count), Is.EqualTo((2_498, 2)));
        Assert.That(
            file.Read().Select(letter => (letter.Event.Uuid, letter.Origin.ReadAt, letter.Reason)), Is.EqualTo(new[]
            {
                ("7", letters[7].Origin.ReadAt, "invalid"), ("2400", letters[2_400].Origin.ReadAt, "invalid"),
            }));
        Assert.That(Directory.GetDirectories(folder.Path), Is.Empty);
    }

    [Test]
    public async Task Rejected_dead_letters_do_not_stop_the_replay_of_later_ones()
    {
        using var folder = new TemporaryFolder();
        DeadLetter[] letters = [.. Enumerable.Range(0, 14).Select(i => Letter(i, CliFixture.Now, $"account{i}"))];
        var (replay, file, destination) = await ReplayAsync(folder, letters, rejects: i => i < 13);
        Assert.That(destination.Sent, Is.EqualTo(new[] { Encoded(letters[13].Event, letters[13].Origin) }));
        Assert.That((replay.Delivered, replay.Rejected.Count, file.Read().Count), Is.EqualTo((1, 13, 13)));
    }

    private static async Task<(LetterReplay Replay, DeadLetterFile File, Memory Destination)> ReplayAsync(
        TemporaryFolder folder, DeadLetter[] letters, Func<int, bool> rejects)
    {
        var cli = new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, new FakeClock(CliFixture.Now));
        var file = new LetterFile(folder["siem.ndjson"], cli);
        await file.File.AppendAsync(letters);
        var (replay, destination) = (new LetterReplay(file, cli), new Memory(rejects));
        await replay.RunAsync(destination, file.Read(new LetterFilter(null, null, null, null)), CancellationToken.None);
        return (replay, file.File, destination);
    }

    private static DeadLetter Letter(int number, DateTimeOffset readAt, string account = "acme") => new(
        RawEvent.Parse(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"uuid":"{{number}}"}"""))),
        new EventOrigin { Account = account, Feed = FeedNames.AuditEvents, ReadAt = readAt },
        "the SIEM", "first", 400, readAt);

    private static string Encoded(RawEvent @event, EventOrigin origin) => $"{@event.Uuid} of {origin.Account} at {origin.ReadAt:O}";

    private sealed class Memory(Func<int, bool> rejects) : IEventDestination
    {
        public ConcurrentQueue<int> Batches { get; } = new();

        public ConcurrentQueue<string> Sent { get; } = new();

        public string Name => "the SIEM";

        public string Guarantee => "none";

        public BatchLimits Limits { get; } = new();

        public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output)
        {
            if (rejects(int.Parse(rawEvent.Uuid!, CultureInfo.InvariantCulture)))
                throw new EventRejectedException("invalid");
            output.Write(Encoding.UTF8.GetBytes(Encoded(rawEvent, origin)));
        }

        public Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default)
        {
            Batches.Enqueue(batch.Events.Count);
            foreach (var one in batch.Events)
                Sent.Enqueue(Encoding.UTF8.GetString(one.Encoded.Span));
            return Task.FromResult(DeliveryResult.Delivered);
        }

        public Task<IReadOnlyList<ProbeResult>> ProbeAsync(
            IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
