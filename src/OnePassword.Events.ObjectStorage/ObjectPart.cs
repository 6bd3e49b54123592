using OnePassword.Events.ObjectStorage.Layout;

namespace OnePassword.Events.ObjectStorage;

/// <summary>One of the objects into which an <see cref="ObjectLayout"/> divides the events of a page.</summary>
public sealed class ObjectPart
{
    /// <summary>Creates a part.</summary>
    /// <param name="folder">
    /// The beginning of the key, such as <c>actions/action=login/</c>: up to 200 letters, digits and the characters / - _ . =,
    /// without the segments . and .. The store adds a unique name.
    /// </param>
    /// <param name="format">The form of the object.</param>
    /// <param name="events">The events in their order in the object. There must be at least one.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is not valid, or there are no events.</exception>
    public ObjectPart(string folder, ObjectFormat format, IReadOnlyList<RawEvent> events)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(events);
        if (!ObjectKeys.IsPrefix(folder))
        {
            throw new ArgumentException(
                "The folder must be up to 200 letters, digits and the characters / - _ . = and must not start with a slash "
                + "or have the segment . or ..",
                nameof(folder));
        }
        if (events.Count == 0)
            throw new ArgumentException("A part must have events.", nameof(events));
        (Folder, Format, Events) = (folder.TrimEnd('/') + "/", format, events);
    }

    /// <summary>Gets the beginning of the key, with a slash at its end.</summary>
    public string Folder { get; }

    /// <summary>Gets the form of the object.</summary>
    public ObjectFormat Format { get; }

    /// <summary>Gets the events in their order in the object.</summary>
    public IReadOnlyList<RawEvent> Events { get; }
}
