using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>The files of one output that get no further page. They are marked by their names, and old ones are removed.</summary>
internal sealed class FinishedFiles(OutputFolder folder, string baseName)
{
    private bool _hasWarned;

    /// <summary>Marks the files before a number as finished. All of their bytes must be committed.</summary>
    /// <returns>Whether each could be renamed. The first one that could not is reported.</returns>
    public bool Mark(int before)
    {
        var open = OutputFileName.FindAll(folder.Path, baseName).Where(file => file.IsOpen && file.Number < before).ToList();
        var marked = open.Where(file => Try("renamed", folder.PathOf(file.ToString()), path =>
            File.Move(path, folder.PathOf((file with { IsOpen = false }).ToString())))).ToList();
        if (marked.Count > 0)
            folder.SyncNames();
        return marked.Count == open.Count;
    }

    /// <summary>Removes files that are too old or too many, the oldest ones first.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="before">The number of the first file that stays.</param>
    /// <returns>Whether each could be removed. The first one that could not is reported.</returns>
    public bool RemoveOld(OutputOptions options, int before)
    {
        var files = OutputFileName.FindAll(folder.Path, baseName).Where(file => !file.IsOpen && file.Number < before)
            .OrderBy(file => file.Number).Select(file => new FileInfo(folder.PathOf(file.ToString()))).ToList();
        var tooMany = Math.Max(0, files.Count - (options.KeepFiles ?? int.MaxValue));
        var oldest = folder.Clock.GetUtcNow() - options.Keep;
        var old = files.TakeWhile((file, i) => i < tooMany || file.LastWriteTimeUtc < oldest?.UtcDateTime).ToList();
        var bytes = 0L;
        var removed = old.Where(file =>
        {
            var length = file.Length;
            var isRemoved = Try("removed", file.FullName, folder.Disk.Delete);
            bytes += isRemoved ? length : 0;
            return isRemoved;
        }).ToList();
        if (removed.Count == 0)
            return old.Count == 0;
        folder.SyncNames();
        folder.Inform(
            MessageEvent.FilesRemoved,
            $"removed {Format.Count(removed.Count, "old file")} ({Format.Count(bytes, "byte")}), up to {removed[^1].Name}.");
        return removed.Count == old.Count;
    }

    // The events of the file are safe, so that a file that another program locks must not stop the feed.
    private bool Try(string what, string path, Action<string> action)
    {
        try
        {
            action(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_hasWarned)
                folder.Warn(MessageEvent.FileBusy, $"{path} cannot be {what} yet: {e.Message} The feed continues.");
            _hasWarned = true;
            return false;
        }
    }
}
