using System.IO.Compression;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>Reads the output of a follower without its code.</summary>
internal static class NumberedFiles
{
    /// <summary>The lines of all files of one output, in the order of their names.</summary>
    public static List<string> Lines(string folder, string baseName) =>
        [.. Files(folder, baseName).SelectMany(ReadLines)];

    /// <summary>The lines while a follower writes; null if a file is moved meanwhile.</summary>
    public static List<string>? TryLines(string folder, string baseName)
    {
        try
        {
            return Lines(folder, baseName);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return null;
        }
    }

    public static IEnumerable<string> Files(string folder, string baseName) =>
        Directory.EnumerateFiles(folder, $"{baseName}-????????.ndjson*").Order(StringComparer.Ordinal);

    private static List<string> ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using Stream stream = path.Contains(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
            lines.Add(line);
        return lines;
    }
}
