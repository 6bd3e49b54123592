using System.Text;
using Parquet;
using Parquet.Schema;

namespace OnePassword.Events.ObjectStorage.Parquet.Tests;

/// <summary>Events as Parquet.</summary>
public sealed class ParquetFormatTests
{
    [Test]
    public async Task Events_are_stored_in_order_with_their_bytes()
    {
        await using var followed = await Followed.StartAsync();
        var (container, events, stop) = (new MemoryContainer(), followed.Client, new CancellationTokenSource());
        await RunAsync(container, stop.Token);

        var bodies = new List<byte[]>();
        foreach (var key in EventsReader.Keys(container.Objects.Keys))
            bodies.AddRange((await ColumnAsync(container.Objects[key].Content, "body")).Select(body => Encoding.UTF8.GetBytes(body!)));
        followed.AssertComplete(bodies);
        Assert.That(EventsReader.Keys(container.Objects.Keys), Has.All.EndsWith(".parquet"));

        async Task RunAsync(IObjectContainer bucket, CancellationToken stop)
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
            container.After = (_, request) => request.EndsWith("latest.json", StringComparison.Ordinal)
                && request.StartsWith("replace", StringComparison.Ordinal) ? stopping.CancelAsync() : Task.CompletedTask;
            stop = stopping.Token;
            try
            {
                // <store_parquet>
                await using var store = new ObjectEventStore(bucket, new() { Format = new ParquetFormat() });
                await events.AuditEvents.FollowRawAsync(
                    store, (page, token) => store.StoreAsync(page, token), cancellationToken: stop);
                // </store_parquet>
            }
            catch (OperationCanceledException)
            {
                // All events are stored.
            }
        }
    }

    [Test]
    public async Task Columns_have_the_uuid_the_times_and_the_bytes()
    {
        byte[] invalid = [.. "{\"uuid\":\"V\",\"action\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        var file = await new ParquetFormat().EncodeAsync(
        [
            RawEvent.Parse("""{"uuid":"U","timestamp":"2026-03-14T10:26:53.123456789+01:00"}"""u8.ToArray()), RawEvent.Parse(invalid),
            RawEvent.Parse("{}"u8.ToArray()),
        ]);
        Assert.That(await ColumnAsync(file, "uuid"), Is.EqualTo(new[] { "U", "V", null }));
        Assert.That(await ColumnAsync(file, "sent_time"), Is.EqualTo(new[] { "2026-03-14T10:26:53.123456789+01:00", null, null }));
        Assert.That(
            await ColumnAsync(file, "body"),
            Is.EqualTo(new[] { """{"uuid":"U","timestamp":"2026-03-14T10:26:53.123456789+01:00"}""", null, "{}" }));

        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        using var rows = reader.OpenRowGroupReader(0);
        var times = new DateTime?[3];
        await rows.ReadAsync<DateTime>(Field(reader, "time"), times.AsMemory());
        Assert.That(times[0], Is.EqualTo(new DateTime(2026, 3, 14, 9, 26, 53, DateTimeKind.Utc).AddTicks(1_234_560)));
        Assert.That(times[1], Is.Null);
        var bytes = new byte[]?[3];
        await rows.ReadAsync(Field(reader, "body_bytes"), bytes.AsMemory());
        Assert.That(bytes, Is.EqualTo(new[] { null, invalid, null }));
    }

    [Test]
    [Description("The process that continues is configured for another format.")]
    public async Task Page_that_is_given_up_becomes_a_file_without_rows()
    {
        await using var followed = await Followed.StartAsync(events: 4);
        var container = new MemoryContainer();
        var first = container.Client();
        first.Before = (_, request) =>
            request.StartsWith("create events/", StringComparison.Ordinal) ? throw new IOException() : Task.CompletedTask;
        await using var store = new ObjectEventStore(first, new() { Format = new ParquetFormat() });
        Assert.That(async () => await followed.StoreAllAsync(store), Throws.InstanceOf<IOException>());

        await followed.StoreAllAsync(container.Client());

        var keys = EventsReader.Keys(container.Objects.Keys);
        Assert.That(keys[0], Does.EndWith(".parquet"));
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(container.Objects[keys[0]].Content));
        Assert.That(reader.RowGroupCount, Is.Zero);
        followed.AssertComplete(EventsReader.Lines(container.Objects[keys[1]].Content));
    }

    private static async Task<string?[]> ColumnAsync(byte[] file, string name)
    {
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        using var rows = reader.OpenRowGroupReader(0);
        var values = new string?[rows.RowCount];
        await rows.ReadAsync(Field(reader, name), values.AsMemory());
        return values;
    }

    private static DataField Field(ParquetReader reader, string name) =>
        reader.Schema.DataFields.Single(field => field.Name == name);
}
