using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Replay;

/// <summary>Finds the files of each feed, such as <c>auditevents.ndjson</c> and <c>auditevents-00000001.ndjson.gz</c>.</summary>
internal sealed class RecordedFolder
{
    private const string Extension = ".ndjson";
    private const string Open = ".open"; // The file that a follow still writes.
    private const string Wanted = "auditevents.ndjson, itemusages.ndjson or signinattempts.ndjson, compressed (.gz) or not";

    private readonly string _path;
    private readonly string[] _names;

    /// <exception cref="InvalidDataException">The folder is missing, cannot be read, or contains no file of a feed.</exception>
    public RecordedFolder(string path)
    {
        _path = path;
        if (!Directory.Exists(path))
            throw new InvalidDataException($"The folder {path} does not exist.");

        _names = Names(path);
        if (!Array.Exists(_names, name => Enum.GetValues<EmulatorFeed>().Any(feed => OrderOf(name, feed) is not null)))
            throw new InvalidDataException($"The folder {path} contains no {Wanted}.");
    }

    /// <summary>Returns the files of a feed: the file of an export, which has no number, then the others by number.</summary>
    /// <exception cref="InvalidDataException">Two files have the same number.</exception>
    public IReadOnlyList<string> FilesOf(EmulatorFeed feed)
    {
        var files = _names.Select(name => (Name: name, Order: OrderOf(name, feed))).Where(file => file.Order is not null)
            .OrderBy(file => file.Order, StringComparer.Ordinal).ThenBy(file => file.Name, StringComparer.Ordinal).ToList();
        foreach (var (file, next) in files.Zip(files.Skip(1)))
        {
            if (file.Order == next.Order)
                throw new InvalidDataException($"The folder {_path} contains {file.Name} and {next.Name}. Keep one of them.");
        }

        return [.. files.Select(file => Path.Combine(_path, file.Name))];
    }

    public static bool IsCompressed(string path) => Without(Open, path).EndsWith(RecordedFile.Gzip, StringComparison.Ordinal);

    private static string[] Names(string path)
    {
        try
        {
            return [.. Directory.EnumerateFiles(path).Select(file => Path.GetFileName(file)!)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The folder {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Returns the sort key of a file of the feed, or null for any other file.</summary>
    private static string? OrderOf(string name, EmulatorFeed feed)
    {
        var stem = Without(RecordedFile.Gzip, Without(Open, name));
        if (!stem.StartsWith(WireNames.Of(feed), StringComparison.Ordinal) || !stem.EndsWith(Extension, StringComparison.Ordinal))
            return null;

        const int Widest = 20;
        const string First = "";
        return stem[WireNames.Of(feed).Length..^Extension.Length] switch
        {
            "" => First,
            ['-', .. { Length: > 0 and <= Widest } number] when number.All(char.IsAsciiDigit) => number.PadLeft(Widest, '0'),
            _ => null,
        };
    }

    private static string Without(string suffix, string name) =>
        name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
}
