using System.Text.Json;

namespace OnePassword.Events.Cli.Follow;

/// <summary>How far the output of a feed is committed: what lies behind it is cut off when the output is opened again.</summary>
/// <param name="File">The name of the file that was written last, without its folder.</param>
/// <param name="Length">How many bytes of that file are committed.</param>
/// <param name="Opened">When that file was begun.</param>
internal sealed record OutputPosition(string File, long Length, DateTimeOffset Opened)
{
    /// <summary>The beginning of the file after this one.</summary>
    public OutputPosition Next(bool gzip, DateTimeOffset now) =>
        new(FollowFileName.Parse(File)!.Next(gzip).ToString(), 0, now);

    public string ToJson() => JsonSerializer.Serialize(this, OutputPositionJson.Default.OutputPosition);

    /// <returns>Null if the text is no position.</returns>
    public static OutputPosition? Parse(string? json)
    {
        try
        {
            var position = json is null ? null : JsonSerializer.Deserialize(json, OutputPositionJson.Default.OutputPosition);
            return position is { Length: >= 0 } && FollowFileName.Parse(position.File) is not null ? position : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // An ArgumentException: half a character.
        {
            return null;
        }
    }
}
