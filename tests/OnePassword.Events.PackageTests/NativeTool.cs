namespace OnePassword.Events.PackageTests;

/// <summary>The native packages and the archive of the tool for this machine, built once by the documented commands.</summary>
internal static class NativeTool
{
    private static readonly Lazy<Task<string>> Built = new(BuildAsync);

    /// <summary>Gets the name of the archive, without its extension.</summary>
    public static string Name => $"op-events-{Packages.Version}-{Packages.Platform}";

    /// <summary>Gets the file that lists what the compiler linked.</summary>
    public static string CompilerArguments => Repository.PathOf(
        "artifacts", "obj", "OnePassword.Events.Cli", $"{Packages.Configuration}_{Packages.Platform}".ToLowerInvariant(),
        "native", "op-events.ilc.rsp");

    /// <summary>Gets the folder that contains everything. Without a compiler, the test is ignored.</summary>
    public static Task<string> FolderAsync()
    {
        Linker.IgnoreWithout();
        return Built.Value;
    }

    private static async Task<string> BuildAsync()
    {
        var folder = Path.Combine(Packages.Root, "native-packages");
        string[] common =
        [
            "src/OnePassword.Events.Cli", "--configuration", Packages.Configuration,
            $"-p:Version={Packages.Version}", "-p:BuildProjectReferences=false",
        ];
        var platforms = $"-p:ToolPackageRuntimeIdentifiers=\"{Packages.Platform};any\"";
        await Command.RunAsync(Repository.Root, "dotnet", ["pack", .. common, "--output", folder, platforms]);
        string[] archive = ["-r", Packages.Platform, "-t:Archive", $"-p:ArtifactFolder={folder}"];
        await Command.RunAsync(Repository.Root, "dotnet", ["publish", .. common, .. archive]);
        return folder;
    }
}
