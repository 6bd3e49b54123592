using System.Text.Json;
using System.Text.Json.Serialization;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Output;

/// <summary>How far the output of a feed is committed: what lies beyond it is removed before the next page is written.</summary>
/// <param name="File">The name of the file that was written last, without its folder.</param>
/// <param name="Length">How many bytes of that file are committed.</param>
/// <param name="Opened">When that file was begun.</param>
/// <param name="Fingerprint">The <see cref="Durable.Fingerprint"/> of these bytes; null if there are none.</param>
internal sealed record OutputPosition(string File, long Length, DateTimeOffset Opened, string? Fingerprint = null)
{
    [JsonIgnore]
    public CommittedPart Committed => new(Length, Fingerprint);

    /// <summary>The beginning of the file after this one.</summary>
    public OutputPosition Next(bool gzip, DateTimeOffset now) =>
        new(OutputFileName.Parse(File)!.Next(gzip).ToString(), 0, now);

    public string ToJson() => JsonSerializer.Serialize(this, OutputPositionJson.Default.OutputPosition);

    /// <returns>Null if the text is no position.</returns>
    public static OutputPosition? Parse(string? json)
    {
        try
        {
            var position = json is null ? null : JsonSerializer.Deserialize(json, OutputPositionJson.Default.OutputPosition);
            return position is { Length: >= 0 } && OutputFileName.Parse(position.File) is not null ? position : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // An ArgumentException: half a character.
        {
            return null;
        }
    }
}
