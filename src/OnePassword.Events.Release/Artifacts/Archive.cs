using System.Formats.Tar;
using System.IO.Compression;

namespace OnePassword.Events.Release.Artifacts;

/// <summary>Writes a folder as an archive. The same files give the same bytes: order, times, owner and modes are fixed.</summary>
internal static class Archive
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.UserWrite;

    private const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // The earliest time that a zip file can store.
    private static readonly DateTimeOffset Modified = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a zip file or a gzip-compressed tar file. The name of the folder is the first part of each path.</summary>
    public static void Write(string folder, string file)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var parent = Path.GetDirectoryName(folder)!;
        var entries = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(parent, path).Replace('\\', '/'), Path: path))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal);
        var temporary = $"{file}.tmp";
        using (var output = File.Create(temporary))
        {
            if (file.EndsWith(".zip", StringComparison.Ordinal))
                WriteZip(output, entries);
            else
                WriteTar(output, entries);
        }
        File.Move(temporary, file, overwrite: true);
    }

    private static void WriteTar(Stream output, IEnumerable<(string Name, string Path)> entries)
    {
        using var compressed = new GZipStream(output, CompressionLevel.SmallestSize);
        using var tar = new TarWriter(compressed, TarEntryFormat.Ustar);
        foreach (var (name, path) in entries)
        {
            using var content = File.OpenRead(path);
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = content,
                Mode = IsProgram(name) ? Executable : Readable,
                ModificationTime = Modified,
            });
        }
    }

    private static void WriteZip(Stream output, IEnumerable<(string Name, string Path)> entries)
    {
        using var zip = new ZipArchive(output, ZipArchiveMode.Create);
        foreach (var (name, path) in entries)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
            entry.LastWriteTime = Modified;
            using var content = File.OpenRead(path);
            using var target = entry.Open();
            content.CopyTo(target);
        }
    }

    private static bool IsProgram(string name) => Path.GetFileName(name) == "op-events";
}
