using System.Text.Json;
using System.Text.Json.Serialization;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Output;

/// <summary>
/// The end of the committed output of a followed feed. It is stored in the checkpoint, together with the cursor.
/// </summary>
/// <param name="File">The name that the last file has or will have when it is finished, without its folder.</param>
/// <param name="Length">How many bytes of that file are committed.</param>
/// <param name="Opened">When that file was created.</param>
/// <param name="Fingerprint">The <see cref="Durable.Fingerprint"/> of these bytes; null if there are none.</param>
internal sealed partial record OutputPosition(string File, long Length, DateTimeOffset Opened, string? Fingerprint = null)
{
    [JsonIgnore]
    public CommittedPart Committed => new(Length, Fingerprint);

    [JsonIgnore]
    public OutputFileName Name => OutputFileName.Parse(File)!;

    /// <summary>Returns the beginning of the next file.</summary>
    public OutputPosition Next(bool gzip, DateTimeOffset now) => new(Name.Next(gzip).ToString(), 0, now);

    /// <summary>Returns the position at which a run starts.</summary>
    public static OutputPosition Start(OutputFolder folder, string baseName, OutputOptions options, OutputPosition? committed)
    {
        var now = folder.Clock.GetUtcNow();
        if (committed?.Name.Base != baseName)
            return new OutputPosition(new OutputFileName(baseName, 1, options.Gzip).ToString(), 0, now);

        // Earlier versions did not mark the file that is open. No page is appended to a file that looks finished.
        var isFinished = committed.Length > 0 && folder.PathOf(committed.Name) == folder.PathOf(committed.File);
        return committed.Name.Gzip == options.Gzip && !isFinished ? committed : committed.Next(options.Gzip, now);
    }

    /// <summary>Returns the position of the next page: here, or in a new file if this one is large or old enough.</summary>
    public OutputPosition Target(OutputOptions options, DateTimeOffset now)
    {
        if (Length == 0)
            return this with { Opened = now };
        return Length >= options.RotateSize || now - Opened >= options.RotateEvery ? Next(options.Gzip, now) : this;
    }

    public string ToJson() => JsonSerializer.Serialize(this, PositionJson.Default.OutputPosition);

    /// <returns>Null if the text is not a position.</returns>
    public static OutputPosition? Parse(string? json)
    {
        try
        {
            var position = json is null ? null : JsonSerializer.Deserialize(json, PositionJson.Default.OutputPosition);
            return position is { Length: >= 0 } && OutputFileName.Parse(position.File) is { IsOpen: false } ? position : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // An ArgumentException: half a surrogate pair.
        {
            return null;
        }
    }

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true)]
    [JsonSerializable(typeof(OutputPosition))]
    private sealed partial class PositionJson : JsonSerializerContext;
}
