namespace OnePassword.Events.Checkpoints;

/// <summary>Explains why a checkpoint cannot be used, and what to do.</summary>
internal static class CheckpointProblem
{
    /// <param name="checkpoint">The checkpoint, at the start of a sentence.</param>
    /// <param name="why">The problem.</param>
    /// <param name="file">The data to remove.</param>
    /// <param name="cause">The cause; null if there is none.</param>
    public static CheckpointException Corrupt(string checkpoint, string why, string file, Exception? cause) => new(
        CheckpointFailure.Corrupt,
        $"{checkpoint} is corrupt: {why}. Restore a backup. Without one, remove {file} to restart from the beginning; "
            + "events are then delivered again.",
        cause);

    /// <param name="checkpoint">The checkpoint, at the start of a sentence.</param>
    /// <param name="why">The problem.</param>
    public static CheckpointException TooNew(string checkpoint, string why) => new(
        CheckpointFailure.TooNew,
        $"{checkpoint} cannot be used: {why}. Use the version of the library that wrote it, or a later one.");
}
