using System.Globalization;
using System.Text;
using OnePassword.Events.Checkpoints;

namespace OnePassword.Events;

/// <summary>
/// The position of a follower, which a program stores between two runs. It belongs to one feed of one account on one server, in
/// one version of the API, and cannot be used for another one. It does not contain the token.
/// </summary>
/// <remarks>
/// To store it, use <see cref="ToJson"/> and <see cref="Parse"/>. System.Text.Json and Newtonsoft.Json read and write the same
/// JSON. Do not use other serializers, because they can drop digits of <see cref="LastEventTime"/>.
/// </remarks>
/// <example>
/// <code>
/// string json = checkpoint.ToJson(); // Store this text.
/// Checkpoint same = Checkpoint.Parse(json);
/// </code>
/// </example>
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftCheckpointConverter))]
[System.Text.Json.Serialization.JsonConverter(typeof(CheckpointJsonConverter))]
public sealed record Checkpoint
{
    /// <summary>
    /// Gets the server, as in <see cref="EventsRegion.Server"/>: host, port and path, such as <c>events.1password.eu</c>.
    /// </summary>
    public required string Host { get; init; }

    /// <summary>Gets the version of the API: <c>v1</c> or <c>v2</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Gets the name of the feed, one of <see cref="FeedNames"/>.</summary>
    public required string Feed { get; init; }

    /// <summary>Gets the UUID of the account from the token; null if the token does not contain it.</summary>
    public string? AccountUuid { get; init; }

    /// <summary>Gets the cursor after the last committed page; null before the first commit.</summary>
    public string? Cursor { get; init; }

    /// <summary>Gets the time from which the follower started or last restarted; null if it started from a cursor.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Gets the page size, in events, that the first request set. The cursor contains it.</summary>
    public int? PageSize { get; init; }

    /// <summary>Gets the latest time of all committed events; null if there are none.</summary>
    public EventTime? LastEventTime { get; init; }

    /// <summary>Gets the time at which the checkpoint was saved.</summary>
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>Gets the number of events committed so far.</summary>
    public long Events { get; init; }

    /// <summary>Gets the number of pages with events committed so far.</summary>
    public long Pages { get; init; }

    /// <summary>Gets the number of duplicates dropped so far.</summary>
    public long Duplicates { get; init; }

    /// <summary>
    /// Gets the text that the program committed with the cursor, such as the length of its output file; or null.
    /// </summary>
    public string? State { get; init; }

    /// <summary>Gets the identifiers of the latest events, oldest first. They identify duplicates.</summary>
    /// <remarks>With raw events, each identifier ends with <c>#</c> and a checksum of the bytes of the event.</remarks>
    public IReadOnlyList<string> RecentUuids { get; init; } = [];

    /// <summary>
    /// Parses the JSON of <see cref="ToJson"/>. The JSON may be reformatted, and its fields may have another order.
    /// </summary>
    /// <param name="json">The JSON, or the content of a file of <see cref="FileCheckpointStore"/>.</param>
    /// <exception cref="CheckpointException">
    /// The JSON was truncated or changed, or is not a checkpoint: <see cref="CheckpointFailure.Corrupt"/>. A later version of the
    /// library wrote it: <see cref="CheckpointFailure.TooNew"/>.
    /// </exception>
    public static Checkpoint Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return CheckpointJson.Parse(json);
    }

    /// <summary>
    /// Returns the checkpoint as one line of JSON. It contains a version, and a hash that detects every change of a value.
    /// </summary>
    /// <exception cref="ArgumentException"><see cref="State"/> contains an unpaired surrogate, which JSON cannot
    /// express.</exception>
    public string ToJson() => CheckpointJson.Of(this);

    // Like the method of the compiler, except that the list shows its elements.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"Host = {Host}, ApiVersion = {ApiVersion}, Feed = {Feed}, ")
            .Append(CultureInfo.InvariantCulture, $"AccountUuid = {AccountUuid}, Cursor = {Cursor}, Start = {Start:O}, ")
            .Append(CultureInfo.InvariantCulture, $"PageSize = {PageSize}, LastEventTime = {LastEventTime}, ")
            .Append(CultureInfo.InvariantCulture, $"SavedAt = {SavedAt:O}, ")
            .Append(CultureInfo.InvariantCulture, $"Events = {Events}, Pages = {Pages}, Duplicates = {Duplicates}, ")
            .Append(CultureInfo.InvariantCulture, $"State = {State}, RecentUuids = {ListText.Of(RecentUuids)}");
        return true;
    }
}
