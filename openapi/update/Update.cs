using System.Text.RegularExpressions;

namespace OnePassword.Events.SpecUpdate;

/// <summary>Merges an official specification into our two files, and says what that means for the public surface.</summary>
internal static partial class Update
{
    private static readonly string[] Files = ["1password-events-v1.yaml", "1password-events-v2.yaml"];

    /// <summary>0: merged, or nothing to merge. 1: nothing was written, and the error says why.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        if (arguments is not [var officialFile, var folder])
        {
            error.WriteLine("Give two paths: the official specification and the folder openapi.");
            return 1;
        }

        try
        {
            Apply(officialFile, folder, output);
            return 0;
        }
        catch (Exception problem) when (problem is SpecException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static void Apply(string officialFile, string folder, TextWriter output)
    {
        var official = SpecDocument.Load(officialFile);
        var ours = Files.Select(file => SpecDocument.Load(Path.Combine(folder, file))).ToList();
        var before = ours[0].Version;
        if (official.Version < before)
            throw new SpecException($"{officialFile}: this is version {official.Version}, and the files in {folder} are at {before} already.");

        var merges = ours.Select((spec, index) => new Merge(spec, official, isV2: index == 1)).ToList();
        foreach (var merge in merges)
            merge.Run();

        // All are made before the first is written, and each gets its name when it is whole.
        var texts = merges.Select(merge => merge.Text.ToString()).Append(File.ReadAllText(Path.Combine(folder, "README.md")))
            .Select(text => VersionOf().Replace(text, match => match.Value.Replace(before.ToString(), official.Version.ToString(), StringComparison.Ordinal)));
        foreach (var (path, text) in ours.Select(spec => spec.File).Append(Path.Combine(folder, "README.md")).Zip(texts).ToList())
            Write(path, text);

        Report(output, before, official, merges);
    }

    private static void Write(string path, string text)
    {
        if (File.ReadAllText(path) == text)
            return;
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }

    private static void Report(TextWriter output, Version before, SpecDocument official, IReadOnlyList<Merge> merges)
    {
        var changes = merges.SelectMany(merge => merge.Changes).ToList();
        var versions = official.Version == before ? $"{before} again" : $"{before} -> {official.Version}";
        output.WriteLine($"Specification {versions}: {(changes.Count == 0 ? "the public surface is unchanged" : Count(changes))}.");

        foreach (var merge in merges.Where(merge => merge.Changes.Count > 0))
        {
            output.WriteLine();
            output.WriteLine(merge.Name);
            foreach (var change in merge.Changes.OrderByDescending(change => change.Breaking))
                output.WriteLine($"  {change}");
        }

        var foreign = official.Operations.Where(operation => !merges.Any(merge => merge.Takes(operation))).ToList();
        if (foreign.Count > 0)
            output.WriteLine($"\nOf neither V1 nor V2, and not taken in: {string.Join(", ", foreign.Select(operation => operation.Title))}.");
        if (changes.Count > 0)
            output.WriteLine("\nNow: describe what is new (npm run lint in openapi/lint names each), look at the new C# names, tell it in CHANGELOG.md.");
        if (changes.Any(change => change.Kept))
            output.WriteLine("What is gone was kept, since programs may use it: remove it by hand, or list it under x-beyond-official.");
    }

    private static string Count(List<Change> changes)
    {
        var breaking = changes.Count(change => change.Breaking);
        return $"{changes.Count - breaking} additive, {breaking} breaking";
    }

    // In a specification: the first line and info.version. In the guide: the first paragraph.
    [GeneratedRegex(@"^(# The .* specification |  version: |The 1Password Events API as .* specification \*\*)\d+\.\d+\.\d+", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex VersionOf();
}
