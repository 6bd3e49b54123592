namespace OnePassword.Events.Reading;

/// <summary>Access to a page and its events, for all readers. Typed and raw pages have one implementation each.</summary>
internal abstract class PageFormat<TPage, TEvent>
    where TPage : class, IPage
{
    public abstract IReadOnlyList<TEvent> EventsOf(TPage page);

    /// <summary>Returns the other values that the server sent.</summary>
    public virtual AdditionalProperties AdditionalPropertiesOf(TPage page) => AdditionalProperties.None;

    public abstract EventTime? TimestampOf(TEvent @event);

    /// <summary>Returns the instant of <see cref="TimestampOf"/>, if possible without allocating its text.</summary>
    public virtual DateTimeOffset? TimeOf(TEvent @event) => TimestampOf(@event)?.Value;

    /// <summary>
    /// Returns the uuid by which duplicates are detected; null if the event has none or it is not valid Unicode.
    /// </summary>
    public abstract string? UuidOf(TEvent @event);

    /// <summary>Whether <see cref="ChecksumOf"/> returns checksums.</summary>
    public virtual bool HasChecksums => false;

    /// <summary>Returns the checksum of the event's bytes; null if they are not known.</summary>
    public virtual uint? ChecksumOf(TEvent @event) => null;

    /// <summary>
    /// Returns the text that identifies the event in a second response: its uuid, or the whole event if it has none.
    /// </summary>
    public abstract string KeyOf(TEvent @event);

    /// <summary>Returns the page that a parallel read returns in place of the given one.</summary>
    public abstract TPage With(TPage page, IReadOnlyList<TEvent> events, bool hasMore, ReadPosition? position);
}
