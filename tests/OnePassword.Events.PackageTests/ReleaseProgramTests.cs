using System.Formats.Tar;
using System.IO.Compression;

namespace OnePassword.Events.PackageTests;

/// <summary>The program that writes archives.</summary>
public sealed class ReleaseProgramTests
{
    private static readonly string[] Names = ["tool-1.0/LICENSE", "tool-1.0/docs/a.md", "tool-1.0/op-events"];

    [TestCase("first.tar.gz", "second.tar.gz")]
    [TestCase("first.zip", "second.zip")]
    public async Task The_same_files_give_the_same_archive(string first, string second)
    {
        var root = Directory.CreateDirectory(Path.Combine(Packages.Root, $"archive{Path.GetExtension(first)}")).FullName;
        await ArchiveAsync(root, Names, first);
        await ArchiveAsync(root, Names.Reverse(), second);
        var archives = (string[])[.. new[] { first, second }.Select(name => Path.Combine(root, name))];
        Assert.That(await File.ReadAllBytesAsync(archives[1]), Is.EqualTo(await File.ReadAllBytesAsync(archives[0])));
    }

    [Test]
    public async Task An_archive_is_sorted_and_only_the_program_is_executable()
    {
        var root = Directory.CreateDirectory(Path.Combine(Packages.Root, "archive-modes")).FullName;
        await ArchiveAsync(root, Names, "tool.tar.gz");
        await using var file = new GZipStream(File.OpenRead(Path.Combine(root, "tool.tar.gz")), CompressionMode.Decompress);
        await using var tar = new TarReader(file);
        var entries = new List<(string Name, string Mode, int Owner)>();
        while (await tar.GetNextEntryAsync() is { } entry)
            entries.Add((entry.Name, Convert.ToString((int)entry.Mode, 8), entry.Uid));
        Assert.That(entries, Is.EqualTo(new[] { (Names[0], "644", 0), (Names[1], "644", 0), (Names[2], "755", 0) }));
    }

    private static async Task ArchiveAsync(string root, IEnumerable<string> names, string archive)
    {
        Directory.Delete(Directory.CreateDirectory(Path.Combine(root, "tool-1.0")).FullName, recursive: true);
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, name))!);
            await File.WriteAllTextAsync(Path.Combine(root, name), name);
        }
        await RunAsync(root, "archive", "tool-1.0", archive);
    }

    private static Task<string> RunAsync(string folder, params string[] arguments)
    {
        var bin = Repository.PathOf("artifacts", "bin", "OnePassword.Events.Release", Packages.Configuration.ToLowerInvariant());
        var program = Path.Combine(bin, "OnePassword.Events.Release.dll");
        return Command.RunAsync(folder, "dotnet", [program, .. arguments]);
    }
}
