using OnePassword.Events.ObjectStorage.Layout;

namespace OnePassword.Events.ObjectStorage;

/// <summary>The form of the objects that contain the events of a page.</summary>
public abstract class ObjectFormat
{
    /// <summary>
    /// Gets compressed NDJSON, an event per line with the bytes that the server sent. Line breaks between tokens are removed.
    /// </summary>
    public static ObjectFormat Ndjson { get; } = new NdjsonFormat();

    /// <summary>Gets the end of the keys, such as <c>ndjson.gz</c>.</summary>
    public abstract string Extension { get; }

    /// <summary>Encodes the events of a page. No events result in an object that readers accept.</summary>
    /// <param name="events">The events, which can be empty.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The content of the object.</returns>
    public abstract ValueTask<byte[]> EncodeAsync(IReadOnlyList<RawEvent> events, CancellationToken cancellationToken = default);
}
