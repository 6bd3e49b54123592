using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// Removes the uncommitted bytes that a crash left after the committed position. They are deleted only if the next page contains
/// them. Anything else, such as pages that a later checkpoint committed, is moved aside.
/// </summary>
/// <param name="folder">The folder of the files.</param>
/// <param name="committed">The committed position.</param>
/// <param name="lastAttempt">The file and position of the last page that this run appended; null if none.</param>
internal sealed class FileRecovery(OutputFolder folder, OutputPosition committed, (string File, long From)? lastAttempt = null)
{
    private readonly OutputFileName _last = committed.Name;

    /// <summary>Gets the position that stays committed until recovery has run.</summary>
    public OutputPosition Committed => committed;

    /// <summary>Makes room for the page that the server returned for the committed cursor.</summary>
    /// <param name="page">The bytes of that page; none if they are written to another output.</param>
    /// <exception cref="IOException">A file cannot be moved, or is a link.</exception>
    public void Run(ReadOnlySpan<byte> page)
    {
        var later = OutputFileName.FindAll(folder.Path, _last.Base).Where(file => file.Number > _last.Number
            || (file.Number == _last.Number && committed.Length == 0))
            .OrderBy(file => file.Number).Select(file => folder.PathOf(file.ToString())).ToList();
        var hasTail = committed.Length > 0 && new FileInfo(folder.PathOf(committed.File)).Length > committed.Length;

        // A crash leaves at most one page. If there is more, a later checkpoint committed it.
        var canBeRepeated = later.Count + (hasTail ? 1 : 0) == 1;
        MakeRoom(later, page, canBeRepeated);
        if (hasTail)
            RemoveTail(page, canBeRepeated);
        folder.SyncNames();
    }

    private void MakeRoom(List<string> files, ReadOnlySpan<byte> page, bool canBeRepeated)
    {
        var (moved, bytes) = (0, 0L);
        foreach (var path in files)
        {
            var (length, isRepeated) = Inspect(path, page, canBeRepeated);
            if (isRepeated)
            {
                File.Delete(path);
                ReportRemoved(length, path);
                continue;
            }
            folder.Aside.Move(path);
            (moved, bytes) = length > 0 ? (moved + 1, bytes + length) : (moved, bytes);
        }
        if (moved > 0)
            folder.Warn(
                MessageEvent.FileSetAside,
                $"moved {Format.Count(moved, "file")} ({Format.Count(bytes, "byte")}) that the checkpoint does not "
                    + $"cover to {folder.Aside.Folder}.");
    }

    private (long Length, bool IsRepeated) Inspect(string path, ReadOnlySpan<byte> page, bool canBeRepeated)
    {
        using var file = AppendOnlyFile.Open(folder, path, new(0, Fingerprint: null));
        return (file.TailLength, canBeRepeated && IsRepeated(file, Path.GetFileName(path), 0, page));
    }

    private void RemoveTail(ReadOnlySpan<byte> page, bool canBeRepeated)
    {
        using var file = AppendOnlyFile.Open(folder, folder.PathOf(committed.File), committed.Committed);
        if (canBeRepeated && IsRepeated(file, committed.File, committed.Length, page))
            ReportRemoved(file.TailLength, file.Path);
        else
            folder.Warn(
                MessageEvent.FileSetAside,
                $"moved {Format.Count(file.TailLength, "byte")} that the checkpoint does not cover "
                    + $"from {file.Path} to {file.SetTailAside()}.");
        file.Truncate();
    }

    private bool IsRepeated(AppendOnlyFile file, string name, long from, ReadOnlySpan<byte> page) =>
        lastAttempt == (name, from) || file.TailIsBeginningOf(page);

    private void ReportRemoved(long length, string path)
    {
        if (length > 0)
            folder.Warn(
                MessageEvent.FileRecovered,
                $"removed {Format.Count(length, "byte")} from {path}. "
                    + "They belong to an uncommitted page, which is written again.");
    }
}
