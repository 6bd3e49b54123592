using System.Globalization;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.Output;

/// <summary>
/// The numbered name of an output file. The order of the names is the order of the events. The file that is open for writing has
/// a suffix, which distinguishes it from the finished ones.
/// </summary>
internal sealed partial record OutputFileName(string Base, int Number, bool Gzip, bool IsOpen = false)
{
    private const string OpenSuffix = ".open";
    private const int MaxNumber = 99_999_999;

    /// <returns>Null if an output file cannot have this name.</returns>
    public static OutputFileName? Parse(string name)
    {
        var match = Pattern().Match(name);
        return match.Success
            ? new OutputFileName(
                match.Groups["base"].Value,
                int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
                match.Groups["gzip"].Success,
                match.Groups["open"].Success)
            : null;
    }

    /// <summary>Returns the files of one output in a folder; none if the folder does not exist.</summary>
    public static List<OutputFileName> FindAll(string folder, string baseName)
    {
        if (!Directory.Exists(folder))
            return [];
        // Filtered by the file system first: every feed of every account searches the folder at startup.
        var names = Directory.EnumerateFiles(folder, baseName + "-*").Select(path => Parse(Path.GetFileName(path)));
        return [.. names.OfType<OutputFileName>().Where(name => name.Base == baseName)];
    }

    /// <exception cref="IOException">The number is the highest one.</exception>
    public OutputFileName Next(bool gzip) => Number < MaxNumber
        ? new OutputFileName(Base, Number + 1, gzip)
        : throw new IOException($"{this} has the highest possible number. Use another folder.");

    /// <summary>Returns the path of the file under its current name; that of an open file if there is none.</summary>
    public string PathIn(string folder)
    {
        var (finished, open) = (Path.Combine(folder, Name(isOpen: false)), Path.Combine(folder, Name(isOpen: true)));
        return File.Exists(finished) && !File.Exists(open) ? finished : open;
    }

    public override string ToString() => Name(IsOpen);

    private string Name(bool isOpen) => string.Create(
        CultureInfo.InvariantCulture, $"{Base}-{Number:D8}.ndjson{(Gzip ? ".gz" : "")}{(isOpen ? OpenSuffix : "")}");

    // Everything before the last number is the base, so that no base is the beginning of another name.
    [GeneratedRegex(
        @"\A(?<base>[^/\\]+)-(?<number>[0-9]{8})\.ndjson(?<gzip>\.gz)?(?<open>\.open)?\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Pattern();
}
