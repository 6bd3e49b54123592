using OnePassword.Events.ObjectStorage.Layout;

namespace OnePassword.Events.ObjectStorage;

/// <summary>Divides the events of a page into objects, and decides where these are stored.</summary>
/// <remarks>
/// A page is stored as a whole, however many objects it has: each event is in one object, exactly once. After a crash, the next
/// process stores the objects that are missing.
/// </remarks>
/// <example>
/// <code>
/// // One object per day of the events.
/// internal sealed class DayLayout : ObjectLayout
/// {
///     public override IReadOnlyList&lt;ObjectPart&gt; Divide(IReadOnlyList&lt;RawEvent&gt; events, EventOrigin origin) =&gt;
///     [
///         .. from one in events
///            group one by one.TryGetTimestamp(out var time) ? $"{time.UtcDateTime:yyyy-MM-dd}" : "unknown" into day
///            select new ObjectPart($"events/day={day.Key}/", ObjectFormat.Ndjson, [.. day]),
///     ];
/// }
/// </code>
/// </example>
public abstract class ObjectLayout
{
    /// <summary>Gets the form of the archives of pages.</summary>
    internal PageArchive Archive { get; } = new();

    /// <summary>Divides the events of a page.</summary>
    /// <param name="events">The events, in the order of the server. There is at least one.</param>
    /// <param name="origin">The origin of the events, and the time at which they were read.</param>
    /// <returns>The objects. Each event must be in one of them.</returns>
    public abstract IReadOnlyList<ObjectPart> Divide(IReadOnlyList<RawEvent> events, EventOrigin origin);

    /// <summary>Returns the container of an object.</summary>
    /// <param name="key">The key of the object. It begins with the folder of its part.</param>
    /// <returns>The container. Default: null, the container of the store.</returns>
    public virtual IObjectContainer? ContainerOf(string key) => null;
}
