using OnePassword.Events.Durable;

namespace OnePassword.Events.Checkpoints;

/// <summary>
/// Makes the checkpoints of one folder durable together: writes and syncs a temporary file for each, renames them all, then syncs
/// the folder once. A checkpoint that cannot be written fails alone.
/// </summary>
internal static class CheckpointBatch
{
    // The disk completes parallel syncs in about the time of one.
    private const int MaxThreads = 8;

    public static void Write(IReadOnlyList<PendingSave> saves, string folder, Disk disk)
    {
        // Only the last checkpoint of each name is written. The earlier ones share its outcome.
        var lastByPath = saves.GroupBy(save => save.Path, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Last(), StringComparer.Ordinal);
        var written = lastByPath.Values.ToList();

        DedicatedThreads.ForEach(written, MaxThreads, save =>
            save.Failure = Attempt(() => disk.WriteTemporary(save.Path, CheckpointFormat.Write(save.Checkpoint))));
        foreach (var save in written)
            save.Failure ??= Attempt(() => disk.Replace(save.Path, with: Disk.TemporaryOf(save.Path)));
        if (written.Exists(save => save.Failure is null))
        {
            var syncFailure = Attempt(() => disk.SyncFolder(folder));
            written.ForEach(save => save.Failure ??= syncFailure);
        }
        foreach (var save in saves)
            save.Complete(lastByPath[save.Path].Failure);
    }

    private static Exception? Attempt(Action step)
    {
        try
        {
            step();
            return null;
        }
        catch (Exception e)
        {
            return e; // An error of any kind: the caller of SaveAsync receives it.
        }
    }
}
