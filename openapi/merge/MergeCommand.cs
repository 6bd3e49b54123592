using System.Text.RegularExpressions;

namespace OnePassword.Events.SpecMerge;

/// <summary>Merges an official specification into our two files and reports the differences.</summary>
internal static partial class MergeCommand
{
    private static readonly string[] Files = ["1password-events-v1.yaml", "1password-events-v2.yaml"];

    /// <returns>0 if everything was written, even if nothing differs. 1 if nothing was written; the error says why.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        if (arguments is not [var officialFile, var folder])
        {
            error.WriteLine("Pass two paths: the official specification and the folder openapi.");
            return 1;
        }

        try
        {
            Run(officialFile, folder, output);
            return 0;
        }
        catch (Exception e) when (e is SpecException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Run(string officialFile, string folder, TextWriter output)
    {
        var official = SpecDocument.Load(officialFile);
        var ours = Files.Select(file => SpecDocument.Load(Path.Combine(folder, file))).ToList();
        var before = ours[0].Version;
        if (official.Version < before)
            throw new SpecException(
                $"{officialFile}: the version is {official.Version}, but the files in {folder} have version {before}.");

        var merges = ours.Select((spec, index) => new Merge(spec, official, isV2: index == 1)).ToList();
        foreach (var merge in merges)
            merge.Run();

        var guide = Path.Combine(folder, "README.md");
        var files = ours.Zip(merges, (spec, merge) => (Path: spec.File, Text: merge.Text.ToString()))
            .Append((guide, File.ReadAllText(guide))).ToList();
        foreach (var (path, text) in files)
            Write(path, VersionNumber()
                .Replace(text, match => match.Value.Replace($"{before}", $"{official.Version}", StringComparison.Ordinal)));
        MergeReport.Write(output, before, official, merges);
    }

    private static void Write(string path, string text)
    {
        if (File.ReadAllText(path) == text)
            return;
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }

    // In a specification: the first line and info.version. In the guide: the first paragraph.
    [GeneratedRegex(@"^(# The .* specification |  version: |.*the 1Password Events API as of specification \*\*)\d+\.\d+\.\d+", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex VersionNumber();
}
