using System.Text.Json;
using System.Text.Json.Serialization;

namespace OnePassword.Events.Cli.Export;

/// <summary>
/// The range and the progress of an exported feed, for <c>--resume</c>. The file is kept until all feeds of the run are complete.
/// </summary>
internal sealed partial record ExportManifest : ExportedPart
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required string Feed { get; init; }

    public required string Host { get; init; }

    /// <summary>Gets the identifier of the account; null if the server did not report it.</summary>
    public string? Account { get; init; }

    public required string Api { get; init; }

    /// <summary>Gets the value of --name.</summary>
    public string Name { get; init; } = ExportName.Default.ToString();

    /// <summary>Gets the value of --since.</summary>
    public required string Since { get; init; }

    /// <summary>Gets the value of --until; null for the start time of the export.</summary>
    public string? Until { get; init; }

    public bool Gzip { get; init; }

    /// <summary>Gets the name of the format of the lines.</summary>
    public string Format { get; init; } = EventFormat.Raw.Name;

    /// <summary>Gets the display name of the destination; null for files.</summary>
    public string? To { get; init; }

    /// <summary>Gets the start of the time range. A resumed export keeps it, even if <see cref="Since"/> is relative.</summary>
    public DateTimeOffset Start { get; init; }

    public DateTimeOffset End { get; init; }

    /// <summary>Gets the time before which all events are in the output; null before the first position.</summary>
    public DateTimeOffset? CompleteUntil { get; init; }

    /// <summary>Gets the keys of the events at that time that are in the output.</summary>
    public IReadOnlyList<string> BoundaryKeys { get; init; } = [];

    /// <summary>Gets the output up to a page of the window after that time; null between two windows.</summary>
    public ExportWindow? Window { get; init; }

    /// <summary>Gets the number of events per page of the run, which the cursor of the window contains.</summary>
    public int PageSize { get; init; }

    /// <summary>Gets whether the feed is complete.</summary>
    public bool Done { get; init; }

    /// <summary>Gets the longest committed part of the output.</summary>
    [JsonIgnore]
    public ExportedPart Latest => Window ?? (ExportedPart)this;

    [JsonIgnore]
    public ReadPosition? Position => CompleteUntil is not { } until ? null : new ReadPosition(
        until, BoundaryKeys, Window is null ? null : new ReadWindow(Window.End, Window.Cursor, Window.BoundaryKeys));

    [JsonIgnore]
    private bool IsValid =>
        Version == CurrentVersion && Length >= 0 && Start <= End && !(CompleteUntil < Start) && !(CompleteUntil > End)
            && BoundaryKeys.All(key => key is not null)
            && (Window is null || (Window.Length >= Length && Window.Cursor.Length > 0 && Window.End > CompleteUntil
                && Window.End <= End && Window.BoundaryKeys.All(key => key is not null)));

    /// <summary>Returns the manifest after a page.</summary>
    public ExportManifest After(ReadPosition position, long length, FeedProgress.Snapshot progress)
    {
        if (position.Window is not { } window)
            return Complete(position, length, progress);
        // The last page of the window before has no position if it was empty.
        var before = position.CompleteUntil == CompleteUntil ? this : Complete(position, Latest.Length, Latest.Progress);
        return before with
        {
            Window = new ExportWindow
            {
                End = window.End,
                Cursor = window.Cursor,
                BoundaryKeys = window.BoundaryKeys,
                Length = length,
                Pages = progress.Pages,
                Events = progress.Events,
                Oldest = progress.Oldest,
                Newest = progress.Newest,
            },
        };
    }

    /// <summary>Returns the manifest for a run with this page size. The cursor of the window contains the former one.</summary>
    public ExportManifest WithPageSize(int pageSize) =>
        pageSize == PageSize ? this : this with { PageSize = pageSize, Window = null };

    /// <summary>Returns why a run cannot resume from this manifest; null if it can.</summary>
    public string? Conflict(ExportManifest run) => this switch
    {
        _ when Host != run.Host => $"used the server {Host}, not {run.Host}",
        _ when Account is not null && run.Account is not null && Account != run.Account => "used another account",
        _ when Api != run.Api => $"used --api {Api}",
        _ when Since != run.Since && Start != run.Start =>
            Since == ExportedAccount.StartOfFile ? "did not use --since" : $"used --since {Since}",
        _ when Until != run.Until && End != run.End => Until is null ? "did not use --until" : $"used --until {Until}",
        _ when Gzip != run.Gzip => Gzip ? "used --gzip" : "did not use --gzip",
        _ when To != run.To => $"sent events to {To}",
        _ when Format != run.Format => To is null ? $"used --format {Format}" : $"used the format {Format}",
        _ => null,
    };

    private ExportManifest Complete(ReadPosition position, long length, FeedProgress.Snapshot progress) => this with
    {
        CompleteUntil = position.CompleteUntil,
        BoundaryKeys = position.BoundaryKeys,
        Window = null,
        Length = length,
        Pages = progress.Pages,
        Events = progress.Events,
        Oldest = progress.Oldest,
        Newest = progress.Newest,
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
