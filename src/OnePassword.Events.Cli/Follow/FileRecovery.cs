using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow;

/// <summary>
/// Makes room behind the committed position for the next page. What lies there is cut off only if that page holds it too, as after
/// a crash. Anything else, such as what a later state committed, is set aside.
/// </summary>
/// <param name="folder">The folder of the files.</param>
/// <param name="committed">The committed position.</param>
/// <param name="own">Where this run wrote last; null if it wrote nothing yet.</param>
internal sealed class FileRecovery(OutputFolder folder, OutputPosition committed, PageAttempt? own = null)
{
    private readonly OutputFileName _last = OutputFileName.Parse(committed.File)!;

    /// <summary>The position that stays committed until room was made.</summary>
    public OutputPosition Committed => committed;

    /// <summary>Makes room for a page. Called with the page that the server returned for the committed cursor, and not before.</summary>
    /// <param name="page">The bytes of the page that is written next; none if they go to another output.</param>
    /// <exception cref="IOException">The files cannot be moved, or one is a link.</exception>
    public void Run(ReadOnlySpan<byte> page)
    {
        var beyond = Files(folder.Path, _last.Base).Where(file => file.Number > _last.Number || (file.Number == _last.Number && committed.Length == 0))
            .OrderBy(file => file.Number).Select(file => file.ToString()).ToList();
        var (moved, bytes) = (0, 0L);
        var tail = committed.Length > 0 ? new FileInfo(folder.PathOf(committed.File)).Length - committed.Length : 0;
        var mayRepeat = beyond.Count + (tail > 0 ? 1 : 0) == 1; // A crash leaves one page. If there is more, a later state committed it.
        foreach (var file in beyond)
        {
            var length = MakeRoom(file, page, mayRepeat);
            (moved, bytes) = length > 0 ? (moved + 1, bytes + length) : (moved, bytes);
        }
        if (moved > 0)
            folder.Say($"{_last.Base}: moved {Format.Count(moved, "file")} beyond the checkpoint ({Format.Count(bytes, "byte")}) to {folder.Aside.Folder}.");
        if (committed.Length > 0)
            CutTail(page, mayRepeat);
        folder.Disk.SyncFolder(folder.Path);
    }

    /// <summary>The files of one output that there are; none in a folder that is not there.</summary>
    public static List<OutputFileName> Files(string folder, string baseName)
    {
        if (!Directory.Exists(folder))
            return [];
        // Filtered before names are made of them: each feed of each account looks through the folder when it begins.
        var names = Directory.EnumerateFiles(folder, baseName + "-*").Select(path => OutputFileName.Parse(Path.GetFileName(path)));
        return [.. names.OfType<OutputFileName>().Where(name => name.Base == baseName)];
    }

    /// <returns>How many bytes were set aside.</returns>
    private long MakeRoom(string name, ReadOnlySpan<byte> page, bool mayRepeat)
    {
        var path = folder.PathOf(name);
        long length;
        bool repeated;
        using (var file = folder.Disk.Open(path))
            (length, repeated) = (file.Length, mayRepeat && (IsOwn(name, 0) || IsRepeated(file, 0, page)));
        if (!repeated)
        {
            folder.Aside.Move(path);
            return length;
        }
        File.Delete(path);
        SayRepeated(length, path);
        return 0;
    }

    private void CutTail(ReadOnlySpan<byte> page, bool mayRepeat)
    {
        var path = folder.PathOf(committed.File);
        using var file = folder.Disk.Open(path);
        var length = file.Length - committed.Length;
        if (length <= 0)
            return;
        if (mayRepeat && (IsOwn(committed.File, committed.Length) || IsRepeated(file, committed.Length, page)))
            SayRepeated(length, path);
        else
            folder.Say($"{_last.Base}: moved {Format.Count(length, "byte")} beyond the checkpoint from {path} to {folder.Aside.CopyEnd(file, committed.Length, path)}.");
        file.SetLength(committed.Length);
        file.Flush(flushToDisk: true);
    }

    private bool IsOwn(string file, long from) => own == new PageAttempt(file, from);

    private static bool IsRepeated(FileStream file, long from, ReadOnlySpan<byte> page)
    {
        var length = file.Length - from;
        if (length > page.Length)
            return false;
        var there = new byte[length];
        file.Position = from;
        file.ReadExactly(there);
        return page.StartsWith(there);
    }

    private void SayRepeated(long length, string path)
    {
        if (length > 0)
            folder.Say($"{_last.Base}: removed {Format.Count(length, "byte")} from {path}: an uncommitted page, which is written again.");
    }
}
