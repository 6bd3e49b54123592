using System.Buffers;
using System.Text.Json;

namespace OnePassword.Events.ObjectStorage.Parquet.SecurityLake;

/// <summary>Maps events to OCSF.</summary>
internal static class OcsfEvent
{
    /// <summary>Returns the class and the time of an event, in milliseconds of Unix time.</summary>
    public static (int ClassUid, long Time) RouteOf(in RawEvent @event, EventOrigin origin)
    {
        var output = Map(@event, origin);
        var json = new Utf8JsonReader(output.WrittenSpan);
        var (classUid, time) = (default(int?), default(long?));
        json.Read();
        while ((classUid is null || time is null) && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (isClass, isTime) = (json.ValueTextEquals("class_uid"u8), json.ValueTextEquals("time"u8));
            json.Read();
            if (isClass)
                classUid = json.GetInt32();
            else if (isTime)
                time = json.GetInt64();
            else
                json.Skip();
        }
        return (classUid!.Value, time!.Value);
    }

    public static JsonDocument Parse(in RawEvent @event, EventOrigin origin) =>
        JsonDocument.Parse(Map(@event, origin).WrittenMemory);

    private static ArrayBufferWriter<byte> Map(in RawEvent @event, EventOrigin origin)
    {
        var output = new ArrayBufferWriter<byte>((3 * @event.Json.Length) + 2_048);
        EventFormat.Ocsf.Write(@event, origin, output);
        return output;
    }
}
