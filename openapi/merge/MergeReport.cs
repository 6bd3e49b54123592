namespace OnePassword.Events.SpecMerge;

/// <summary>Prints the differences between the official specification and our files, and the next steps.</summary>
internal static class MergeReport
{
    public static void Write(TextWriter output, Version before, SpecDocument official, IReadOnlyList<Merge> merges)
    {
        var changes = merges.SelectMany(merge => merge.Changes).ToList();
        var versions = official.Version == before ? $"{before}, unchanged" : $"{before} -> {official.Version}";
        var breaking = changes.Count(change => change.Breaking);
        output.WriteLine(changes.Count == 0
            ? $"Specification {versions}: the public surface is unchanged."
            : $"Specification {versions}: {changes.Count - breaking} additive, {breaking} breaking.");

        foreach (var merge in merges.Where(merge => merge.Changes.Count > 0))
        {
            output.WriteLine();
            output.WriteLine(merge.Version);
            foreach (var change in merge.Changes.OrderByDescending(change => change.Breaking))
                output.WriteLine($"  {change}");
        }

        var ignored = official.Operations.Where(operation => !merges.Any(merge => merge.Includes(operation))).ToList();
        if (ignored.Count > 0)
        {
            var titles = string.Join(", ", ignored.Select(operation => operation.Title));
            output.WriteLine($"\nNot merged, because they belong to neither V1 nor V2: {titles}.");
        }
        if (changes.Count > 0)
        {
            output.WriteLine("\nNext: describe what is new (npm run lint in openapi/lint lists it), check the new C# names, "
                + "and update CHANGELOG.md.");
        }
        if (changes.Any(change => change.Hint.Length > 0))
            output.WriteLine("For a rename, see \"Adopt a new official specification\" in openapi/README.md.");
        if (changes.Any(change => change.IsKept))
        {
            output.WriteLine("Our files keep what is gone officially, because programs may use it. "
                + "Remove it by hand, or list it under x-beyond-official.");
        }
    }
}
