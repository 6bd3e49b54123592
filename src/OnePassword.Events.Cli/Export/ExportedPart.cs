using System.Text.Json.Serialization;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Export;

/// <summary>A committed part of the output, and what it contains.</summary>
internal abstract record ExportedPart
{
    /// <summary>Gets the length in bytes.</summary>
    public long Length { get; init; }

    /// <summary>Gets the <see cref="Durable.Fingerprint"/> of these bytes; null if there are none.</summary>
    public string? Fingerprint { get; init; }

    public long Events { get; init; }

    public long Pages { get; init; }

    public DateTimeOffset? Oldest { get; init; }

    public DateTimeOffset? Newest { get; init; }

    [JsonIgnore]
    public CommittedPart Committed => new(Length, Fingerprint);

    [JsonIgnore]
    public FeedProgress.Snapshot Progress => new(Pages, Events, Oldest, Newest);
}
