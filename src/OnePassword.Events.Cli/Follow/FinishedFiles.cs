using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>The files of one output that get no further page. They are marked by their names, and old ones are removed.</summary>
internal sealed class FinishedFiles(OutputFolder folder, string baseName)
{
    /// <summary>Marks the files before a number as finished. All of their bytes must be committed.</summary>
    /// <exception cref="IOException">A file cannot be renamed.</exception>
    public void Mark(int before)
    {
        var open = OutputFileName.FindAll(folder.Path, baseName).Where(file => file.IsOpen && file.Number < before).ToList();
        foreach (var file in open)
            File.Move(folder.PathOf(file.ToString()), folder.PathOf((file with { IsOpen = false }).ToString()));
        if (open.Count > 0)
            folder.SyncNames();
    }

    /// <summary>Removes files that are too old or too many, the oldest ones first.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="before">The number of the first file that stays.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public void RemoveOld(OutputOptions options, int before)
    {
        var files = OutputFileName.FindAll(folder.Path, baseName).Where(file => !file.IsOpen && file.Number < before)
            .OrderBy(file => file.Number).Select(file => new FileInfo(folder.PathOf(file.ToString()))).ToList();
        var tooMany = Math.Max(0, files.Count - (options.KeepFiles ?? int.MaxValue));
        var oldest = folder.Clock.GetUtcNow() - options.Keep;
        var removed = files.TakeWhile((file, i) => i < tooMany || file.LastWriteTimeUtc < oldest?.UtcDateTime).ToList();
        if (removed.Count == 0)
            return;
        var bytes = removed.Sum(file => file.Length);
        foreach (var file in removed)
            file.Delete();
        folder.SyncNames();
        folder.Inform(
            MessageEvent.FilesRemoved,
            $"removed {Format.Count(removed.Count, "old file")} ({Format.Count(bytes, "byte")}), up to {removed[^1].Name}.");
    }
}
