namespace OnePassword.Events.ObjectStorage.Tests.Support;

/// <summary>Divides a page into up to three objects of consecutive events, whose order readers can restore.</summary>
internal sealed class ThreeObjects : ObjectLayout
{
    private readonly IObjectContainer? _second;

    /// <param name="second">The container of the second object of a page; null for the container of the store.</param>
    public ThreeObjects(IObjectContainer? second = null) => _second = second;

    public List<EventOrigin> Origins { get; } = [];

    public override IReadOnlyList<ObjectPart> Divide(IReadOnlyList<RawEvent> events, EventOrigin origin)
    {
        Origins.Add(origin);
        var size = (events.Count + 2) / 3;
        return
        [
            .. events.Chunk(size).Select((part, index) =>
                new ObjectPart($"events/source=1password/part={index}", ObjectFormat.Ndjson, part)),
        ];
    }

    public override IObjectContainer? ContainerOf(string key) => key.Contains("/part=1/", StringComparison.Ordinal) ? _second : null;
}
