using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using OnePassword.Events.Formats;
using OnePassword.Events.Formats.Ecs;
using OnePassword.Events.Formats.Ocsf;

namespace OnePassword.Events;

/// <summary>A format in which raw events are written: one JSON object per event, on one line.</summary>
/// <remarks>
/// The formats are thread-safe. Each of them accepts every event, whatever its fields contain. Bytes and escapes that are not
/// valid Unicode become U+FFFD, except in <see cref="Raw"/> and <see cref="Envelope"/>.
/// </remarks>
/// <example>
/// <code>
/// var origin = new EventOrigin { Feed = FeedNames.AuditEvents, ReadAt = TimeProvider.System.GetUtcNow() };
/// foreach (var auditEvent in page.Items)
///     EventFormat.Envelope.Write(auditEvent, origin, output);
/// </code>
/// </example>
public abstract class EventFormat
{
    private protected EventFormat(string name) => Name = name;

    /// <summary>Gets the format <c>raw</c>: the bytes of the server, without the line breaks between tokens.</summary>
    public static EventFormat Raw { get; } = new RawFormat();

    /// <summary>
    /// Gets the format <c>envelope</c>: an object with the account, the feed, the region (the host), the time at which the event
    /// was read, and the event itself.
    /// </summary>
    public static EventFormat Envelope { get; } = new EnvelopeFormat();

    /// <summary>
    /// Gets the format <c>ecs</c>: the Elastic Common Schema, as Elastic's integration of 1Password maps events. The event as it
    /// was sent is in <c>event.original</c>, and fields without a mapping are in <c>onepassword</c>.
    /// </summary>
    public static EventFormat Ecs { get; } = new EcsFormat();

    /// <summary>
    /// Gets the format <c>ocsf</c>: the Open Cybersecurity Schema Framework 1.8.0. The event as it was sent is in
    /// <c>raw_data</c>, and fields without a mapping are in <c>unmapped</c>.
    /// </summary>
    public static EventFormat Ocsf { get; } = new OcsfFormat();

    /// <summary>Gets all formats.</summary>
    public static IReadOnlyList<EventFormat> All { get; } = [Raw, Envelope, Ecs, Ocsf];

    /// <summary>Gets the name of the format.</summary>
    public string Name { get; }

    /// <summary>Finds a format by its name, which is case-sensitive.</summary>
    /// <param name="name">The name, for example <c>envelope</c>.</param>
    /// <param name="format">The format.</param>
    /// <returns>Whether a format has this name.</returns>
    public static bool TryParse(string? name, [NotNullWhen(true)] out EventFormat? format)
    {
        format = All.FirstOrDefault(format => format.Name == name);
        return format is not null;
    }

    /// <summary>Writes an event as one JSON object, without a line feed at its end.</summary>
    /// <param name="event">The event.</param>
    /// <param name="origin">The origin of the event.</param>
    /// <param name="output">Receives the bytes.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ObjectDisposedException">The page of the event has been disposed.</exception>
    public void Write(in RawEvent @event, EventOrigin origin, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(output);
        WriteCore(@event, origin, output);
    }

    /// <summary>Returns the <see cref="Name"/>.</summary>
    public override string ToString() => Name;

    private protected abstract void WriteCore(in RawEvent @event, EventOrigin origin, IBufferWriter<byte> output);
}
