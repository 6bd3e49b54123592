using System.Text.Json;
using System.Text.Json.Serialization;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Export;

/// <summary>
/// What an export of a feed is of, and how far it is: what another run needs to go on instead of beginning again. It lies beside the
/// output until all feeds of the run are complete.
/// </summary>
internal sealed record ExportManifest
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required string Feed { get; init; }

    public required string Host { get; init; }

    /// <summary>The account's identifier; null if the server did not say it.</summary>
    public string? Account { get; init; }

    public required string Api { get; init; }

    /// <summary>The beginning as it was asked for.</summary>
    public required string Since { get; init; }

    /// <summary>The end as it was asked for; null for the moment at which the export began.</summary>
    public string? Until { get; init; }

    public bool Gzip { get; init; }

    public bool Envelope { get; init; }

    /// <summary>What <see cref="Since"/> was when the export began: from here on nothing is relative.</summary>
    public DateTimeOffset Start { get; init; }

    public DateTimeOffset End { get; init; }

    /// <summary>All events before this moment are in the output; null while nothing is complete.</summary>
    public DateTimeOffset? CompleteUntil { get; init; }

    /// <summary>The events around that moment that are in the output.</summary>
    public IReadOnlyList<string> Edge { get; init; } = [];

    /// <summary>How many bytes of the output are complete; what follows them is cut off.</summary>
    public long Length { get; init; }

    /// <summary>The <see cref="Durable.Fingerprint"/> of these bytes; null if there are none.</summary>
    public string? Fingerprint { get; init; }

    public long Events { get; init; }

    public long Pages { get; init; }

    public DateTimeOffset? Oldest { get; init; }

    public DateTimeOffset? Newest { get; init; }

    /// <summary>Whether the feed is complete, and its output has its final name.</summary>
    public bool Done { get; init; }

    [JsonIgnore]
    public CommittedPart Committed => new(Length, Fingerprint);

    [JsonIgnore]
    public ReadPosition? Position => CompleteUntil is { } until ? new ReadPosition(until, Edge) : null;

    [JsonIgnore]
    private bool IsPossible => Start <= End && !(CompleteUntil < Start) && !(CompleteUntil > End) && Edge.All(one => one is not null);

    [JsonIgnore]
    public FeedProgress.Snapshot Progress => new(Pages, Events, Oldest, Newest);

    public ExportManifest At(ReadPosition position, long length, FeedProgress.Snapshot progress) => this with
    {
        CompleteUntil = position.CompleteUntil,
        Edge = position.BoundaryKeys,
        Length = length,
        Pages = progress.Pages,
        Events = progress.Events,
        Oldest = progress.Oldest,
        Newest = progress.Newest,
    };

    /// <summary>What keeps a run from going on with this one's output; null for nothing.</summary>
    public string? Conflict(ExportManifest run) => this switch
    {
        _ when Host != run.Host => $"is of {Host}, not of {run.Host}",
        _ when Account is not null && run.Account is not null && Account != run.Account => "is of another account",
        _ when Api != run.Api => $"is of --api {Api}",
        _ when Since != run.Since => $"is of --since {Since}",
        _ when Until != run.Until => Until is null ? "has no --until" : $"is of --until {Until}",
        _ when Gzip != run.Gzip => Gzip ? "is of --gzip" : "is not of --gzip",
        _ when Envelope != run.Envelope => Envelope ? "is of --envelope" : "is not of --envelope",
        _ => null,
    };

    public string ToJson() => JsonSerializer.Serialize(this, ExportManifestJson.Default.ExportManifest);

    /// <returns>Null if the text is no manifest of this version.</returns>
    public static ExportManifest? Parse(string json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, ExportManifestJson.Default.ExportManifest);
            return manifest is { Version: CurrentVersion, Length: >= 0 } && manifest.IsPossible ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
