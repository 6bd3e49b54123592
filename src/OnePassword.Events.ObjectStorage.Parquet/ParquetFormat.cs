using System.Text;
using System.Text.Unicode;
using Parquet;
using Parquet.Schema;

namespace OnePassword.Events.ObjectStorage.Parquet;

/// <summary>Objects of Parquet with one row per event, compressed with Snappy.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>uuid</c>: the uuid; null if the event has none.</item>
/// <item><c>time</c>: the timestamp in UTC with microseconds; null if it cannot be parsed.</item>
/// <item><c>sent_time</c>: the timestamp as the server sent it, with all digits.</item>
/// <item><c>body</c>: the event as the server sent it; null if it is not valid UTF-8.</item>
/// <item><c>body_bytes</c>: the bytes of an event that is not valid UTF-8; null for all others.</item>
/// </list>
/// </remarks>
/// <example>
/// <code>
/// using var bucket = new S3Bucket(new() { Bucket = "security-events", Region = "eu-central-1" });
/// await using var store = new ObjectEventStore(bucket, new() { Format = new ParquetFormat() });
/// </code>
/// </example>
public sealed class ParquetFormat : ObjectFormat
{
    private static readonly DataField Uuid = new DataField<string>("uuid", nullable: true);
    private static readonly DataField Time =
        new DateTimeDataField("time", DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true);
    private static readonly DataField SentTime = new DataField<string>("sent_time", nullable: true);
    private static readonly DataField Body = new DataField<string>("body", nullable: true);
    private static readonly DataField BodyBytes = new DataField<byte[]>("body_bytes", nullable: true);
    private static readonly ParquetSchema Schema = new(Uuid, Time, SentTime, Body, BodyBytes);

    /// <inheritdoc/>
    public override string Extension => "parquet";

    /// <inheritdoc/>
    public override async ValueTask<byte[]> EncodeAsync(
        IReadOnlyList<RawEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        var file = new MemoryStream();
        var writer = await ParquetWriter.CreateAsync(Schema, file, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            if (events.Count > 0)
                await WriteAsync(writer, events, cancellationToken).ConfigureAwait(false);
        }
        return file.ToArray();
    }

    private static async Task WriteAsync(
        ParquetWriter writer, IReadOnlyList<RawEvent> events, CancellationToken cancellationToken)
    {
        using var rows = writer.CreateRowGroup();
        await rows.WriteAsync(Uuid, Column(events, one => one.Uuid)).ConfigureAwait(false);
        ReadOnlyMemory<DateTime?> times = events.Select(TimeOf).ToArray();
        await rows.WriteAsync<DateTime>(Time, times, cancellationToken: cancellationToken).ConfigureAwait(false);
        await rows.WriteAsync(SentTime, Column(events, one => one.Timestamp?.Text)).ConfigureAwait(false);
        await rows.WriteAsync(Body, Column(events, one => IsText(one) ? Encoding.UTF8.GetString(one.Json.Span) : null))
            .ConfigureAwait(false);
        await rows.WriteAsync(BodyBytes, Column(events, one => IsText(one) ? null : one.Json.ToArray())).ConfigureAwait(false);
        rows.CompleteValidate();
    }

    // The list of a column has null for an event without a value, although the signature of the writer does not say so.
    private static T[] Column<T>(IReadOnlyList<RawEvent> events, Func<RawEvent, T?> value) where T : class =>
        [.. events.Select(one => value(one)!)];

    private static bool IsText(RawEvent one) => Utf8.IsValid(one.Json.Span);

    private static DateTime? TimeOf(RawEvent one) => one.TryGetTimestamp(out var time) ? time.UtcDateTime : null;
}
