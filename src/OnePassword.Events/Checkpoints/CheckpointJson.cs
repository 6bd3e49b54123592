using System.Text;
using System.Text.Json;

namespace OnePassword.Events.Checkpoints;

/// <summary>A checkpoint as text, for every storage other than the files of <see cref="FileCheckpointStore"/>.</summary>
internal static class CheckpointJson
{
    private const string Subject = "The checkpoint";

    public static string Of(Checkpoint checkpoint) => Encoding.UTF8.GetString(CheckpointFormat.Write(checkpoint)).TrimEnd('\n');

    /// <exception cref="CheckpointException">The JSON is corrupt, or a later version wrote it.</exception>
    public static Checkpoint Parse(string json) => Explained(() => CheckpointFormat.Parse(Encoding.UTF8.GetBytes(json)));

    /// <inheritdoc cref="Parse(string)"/>
    public static Checkpoint Parse(JsonElement json) => Explained(() => CheckpointFormat.Parse(json));

    private static Checkpoint Explained(Func<Checkpoint> parse)
    {
        try
        {
            return parse();
        }
        catch (CheckpointException e) when (e.Reason == CheckpointFailure.Corrupt)
        {
            throw CheckpointProblem.Corrupt(Subject, e.Message, "the checkpoint", e.InnerException);
        }
        catch (CheckpointException e)
        {
            throw CheckpointProblem.TooNew(Subject, e.Message);
        }
    }
}
