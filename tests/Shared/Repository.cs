namespace OnePassword.Events.Testing;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>Paths of all Markdown files, relative to the root.</summary>
    public static IReadOnlyList<string> Guides { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.md").Concat(
            from folder in (string[])["openapi", "src", "tests"]
            from file in Directory.EnumerateFiles(PathOf(folder), "*.md", SearchOption.AllDirectories)
            where !file.Contains("node_modules", StringComparison.Ordinal)
            select file)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>Contents of all Markdown files, with <c>\n</c> as line break.</summary>
    public static string GuideText => string.Join('\n', Guides.Select(guide => Read(guide).ReplaceLineEndings("\n")));

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "nswag.json")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No folder above {start} contains nswag.json.");
    }
}
