using System.Text.Json;
using System.Text.Json.Serialization;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Export;

/// <summary>
/// The range and the progress of an exported feed, for <c>--resume</c>. The file is kept until all feeds of the run are complete.
/// </summary>
internal sealed partial record ExportManifest
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required string Feed { get; init; }

    public required string Host { get; init; }

    /// <summary>Gets the identifier of the account; null if the server did not report it.</summary>
    public string? Account { get; init; }

    public required string Api { get; init; }

    /// <summary>Gets the value of --since.</summary>
    public required string Since { get; init; }

    /// <summary>Gets the value of --until; null for the start time of the export.</summary>
    public string? Until { get; init; }

    public bool Gzip { get; init; }

    public bool Envelope { get; init; }

    /// <summary>Gets the start of the time range. A resumed export keeps it, even if <see cref="Since"/> is relative.</summary>
    public DateTimeOffset Start { get; init; }

    public DateTimeOffset End { get; init; }

    /// <summary>Gets the time before which all events are in the output; null before the first position.</summary>
    public DateTimeOffset? CompleteUntil { get; init; }

    /// <summary>Gets the keys of the events at that time that are in the output.</summary>
    public IReadOnlyList<string> BoundaryKeys { get; init; } = [];

    /// <summary>Gets how many bytes of the output are committed.</summary>
    public long Length { get; init; }

    /// <summary>Gets the <see cref="Durable.Fingerprint"/> of these bytes; null if there are none.</summary>
    public string? Fingerprint { get; init; }

    public long Events { get; init; }

    public long Pages { get; init; }

    public DateTimeOffset? Oldest { get; init; }

    public DateTimeOffset? Newest { get; init; }

    /// <summary>Gets whether the feed is complete.</summary>
    public bool Done { get; init; }

    [JsonIgnore]
    public CommittedPart Committed => new(Length, Fingerprint);

    [JsonIgnore]
    public ReadPosition? Position => CompleteUntil is { } until ? new ReadPosition(until, BoundaryKeys) : null;

    [JsonIgnore]
    private bool IsValid =>
        Version == CurrentVersion && Length >= 0 && Start <= End && !(CompleteUntil < Start) && !(CompleteUntil > End)
            && BoundaryKeys.All(key => key is not null);

    [JsonIgnore]
    public FeedProgress.Snapshot Progress => new(Pages, Events, Oldest, Newest);

    public ExportManifest At(ReadPosition position, long length, FeedProgress.Snapshot progress) => this with
    {
        CompleteUntil = position.CompleteUntil,
        BoundaryKeys = position.BoundaryKeys,
        Length = length,
        Pages = progress.Pages,
        Events = progress.Events,
        Oldest = progress.Oldest,
        Newest = progress.Newest,
    };

    /// <summary>Returns why a run cannot resume from this manifest; null if it can.</summary>
    public string? Conflict(ExportManifest run) => this switch
    {
        _ when Host != run.Host => $"used the server {Host}, not {run.Host}",
        _ when Account is not null && run.Account is not null && Account != run.Account => "used another account",
        _ when Api != run.Api => $"used --api {Api}",
        _ when Since != run.Since => $"used --since {Since}",
        _ when Until != run.Until => Until is null ? "did not use --until" : $"used --until {Until}",
        _ when Gzip != run.Gzip => Gzip ? "used --gzip" : "did not use --gzip",
        _ when Envelope != run.Envelope => Envelope ? "used --envelope" : "did not use --envelope",
        _ => null,
    };

    public string ToJson() => JsonSerializer.Serialize(this, ManifestJson.Default.ExportManifest);

    /// <returns>Null if the text is not a manifest of this version.</returns>
    public static ExportManifest? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ManifestJson.Default.ExportManifest) is { IsValid: true } manifest
                ? manifest
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        NewLine = "\n")]
    [JsonSerializable(typeof(ExportManifest))]
    private sealed partial class ManifestJson : JsonSerializerContext;
}
