using System.Collections.Concurrent;

namespace OnePassword.Events.ObjectStorage.Tests.Support;

/// <summary>Divides a page into up to three objects of consecutive events, whose order readers can restore.</summary>
/// <param name="second">The container of the second object of a page; null for the container of the store.</param>
internal sealed class ThreeObjects(IObjectContainer? second = null) : ObjectLayout
{
    /// <summary>Returns the layout for a number of objects per page; null for one object, which needs no layout.</summary>
    public static ObjectLayout? For(int objectsPerPage) => objectsPerPage == 1 ? null : new ThreeObjects();

    public ConcurrentQueue<EventOrigin> Origins { get; } = [];

    public override IReadOnlyList<ObjectPart> Divide(IReadOnlyList<RawEvent> events, EventOrigin origin)
    {
        Origins.Enqueue(origin);
        var size = (events.Count + 2) / 3;
        return
        [
            .. events.Chunk(size).Select((part, index) =>
                new ObjectPart($"events/source=1password/part={index}", ObjectFormat.Ndjson, part)),
        ];
    }

    public override IObjectContainer? ContainerOf(string key) => key.Contains("/part=1/", StringComparison.Ordinal) ? second : null;
}
