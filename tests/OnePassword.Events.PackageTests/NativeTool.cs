namespace OnePassword.Events.PackageTests;

/// <summary>The archive with the native file for this machine, built once by the documented command.</summary>
internal static class NativeTool
{
    private static readonly Lazy<Task<string>> Built = new(BuildAsync);

    /// <summary>Gets the file that lists what the compiler linked.</summary>
    public static string CompilerArguments => Repository.PathOf(
        "artifacts", "obj", "OnePassword.Events.Cli", $"release_{Packages.Platform}", "native", "op-events.ilc.rsp");

    /// <summary>Gets the archive, beside a bill of materials and the checksums. Without a compiler, the test is ignored.</summary>
    public static Task<string> ArchiveAsync()
    {
        Linker.IgnoreWithout();
        return Built.Value;
    }

    private static async Task<string> BuildAsync()
    {
        var folder = Path.Combine(Packages.Root, "native");
        string[] publish = ["publish", "src/OnePassword.Events.Cli", "-r", Packages.Platform, "-t:Archive", $"-p:ArtifactFolder={folder}"];
        await Command.RunAsync(Repository.Root, "dotnet", publish);
        return Directory.GetFiles(folder, "op-events-*.tar.gz").Single();
    }
}
