using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>
/// Handles the uncommitted bytes that a crash left after the committed position. If the next page begins with them, they stay, so
/// that no file becomes shorter. Anything else, such as pages that a later checkpoint committed, is moved aside.
/// </summary>
/// <param name="folder">The folder of the files.</param>
/// <param name="committed">The committed position.</param>
/// <param name="lastAttempt">The file and position of the last page that this run appended; null if none.</param>
internal sealed class FileRecovery(OutputFolder folder, OutputPosition committed, (string File, long From)? lastAttempt = null)
{
    private readonly OutputFileName _last = committed.Name;

    /// <summary>Gets the position that stays committed until recovery has run.</summary>
    public OutputPosition Committed => committed;

    /// <summary>Gets whether the last file has uncommitted bytes.</summary>
    public bool HasTail => committed.Length > 0
        && new FileInfo(folder.PathOf(_last)) is { Exists: true, Length: var length } && length > committed.Length;

    /// <summary>Makes room for the page that the server returned for the committed cursor.</summary>
    /// <param name="page">The bytes of that page; none if they are written to another output.</param>
    /// <returns>The part of the page that is already there; null if the page begins where the caller chooses.</returns>
    /// <exception cref="IOException">A file cannot be moved, or is a link.</exception>
    public Remains? Run(ReadOnlySpan<byte> page)
    {
        var later = OutputFileName.FindAll(folder.Path, _last.Base).Where(file => file.Number > _last.Number
            || (file.Number == _last.Number && committed.Length == 0)).OrderBy(file => file.Number).ToList();
        var hasTail = HasTail;
        Remains? remains = null;

        // A crash leaves at most one page. If there is more, a later checkpoint committed it.
        if (later.Count + (hasTail ? 1 : 0) == 1 && !page.IsEmpty)
            remains = Find(hasTail ? committed : Beginning(later[0]), page);
        if (remains is null)
        {
            MoveAside(later);
            if (hasTail)
                MoveTailAside();
        }
        else
        {
            Reopen(remains.Start.Name);
        }
        folder.SyncNames();
        return remains;
    }

    // Of an earlier version, or finished after the checkpoint was saved: no page is appended to a file that looks finished.
    private void Reopen(OutputFileName name)
    {
        var (path, open) = (folder.PathOf(name), folder.PathOf((name with { IsOpen = true }).ToString()));
        if (path != open)
            File.Move(path, open);
    }

    private OutputPosition Beginning(OutputFileName file) =>
        new((file with { IsOpen = false }).ToString(), 0, folder.Clock.GetUtcNow());

    private Remains? Find(OutputPosition start, ReadOnlySpan<byte> page)
    {
        using var file = AppendOnlyFile.Open(folder, folder.PathOf(start.Name), start.Committed);
        var length = file.TailLength;
        if (length == 0)
            return null;
        if (file.TailIsBeginningOf(page))
        {
            folder.Warn(
                MessageEvent.FileRecovered, $"{file.Path} already has {Format.Count(length, "byte")} of the next page.");
            return new Remains(start, length);
        }
        if (lastAttempt != (start.File, start.Length))
            return null;
        file.Truncate(); // The same page has other bytes, for example another read time.
        folder.Warn(
            MessageEvent.FileRecovered,
            $"removed {Format.Count(length, "byte")} from {file.Path}. "
                + "They belong to an uncommitted page, which is written again.");
        return new Remains(start, 0);
    }

    private void MoveAside(List<OutputFileName> files)
    {
        var (moved, bytes) = (0, 0L);
        foreach (var path in files.Select(file => folder.PathOf(file.ToString())))
        {
            long length;
            using (var file = AppendOnlyFile.Open(folder, path, new(0, Fingerprint: null))) // Rejects a link.
                length = file.TailLength;
            if (length == 0)
                File.Delete(path);
            else
                folder.Aside.Move(path);
            (moved, bytes) = length > 0 ? (moved + 1, bytes + length) : (moved, bytes);
        }
        if (moved > 0)
            folder.Warn(
                MessageEvent.FileSetAside,
                $"moved {Format.Count(moved, "file")} ({Format.Count(bytes, "byte")}) that the checkpoint does not "
                    + $"cover to {folder.Aside.Folder}.");
    }

    private void MoveTailAside()
    {
        using var file = AppendOnlyFile.Open(folder, folder.PathOf(_last), committed.Committed);
        folder.Warn(
            MessageEvent.FileSetAside,
            $"moved {Format.Count(file.TailLength, "byte")} that the checkpoint does not cover from {file.Path} "
                + $"to {file.SetTailAside()}.");
        file.Truncate();
    }
}
