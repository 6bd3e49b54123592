using System.Diagnostics;

namespace OnePassword.Events.Generated.Tests.Build;

/// <summary>A copy of the generated project and its inputs in a temporary folder.</summary>
internal sealed class Workspace : IDisposable
{
    public const string Project = "src/OnePassword.Events.Generated/OnePassword.Events.Generated.csproj";

    private static readonly string[] Needed =
    [
        ".config/dotnet-tools.json", ".editorconfig", "build.ps1", "Directory.Build.props", "Directory.Packages.props",
            "global.json",
        "nswag.json", "openapi/*.yaml", "openapi/README.md", "openapi/merge/*", "openapi/templates/*", "src/BannedSymbols.txt",
        "src/OnePassword.Events.Generated/*", "src/OnePassword.Events.Generated/Client/*",
            "src/OnePassword.Events.Generated/Json/*",
    ];

    // Variables of the build that runs these tests, which would mislead the builds that the tests start.
    private static readonly string[] OuterBuild =
        ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly",
            "DOTNET_CLI_TELEMETRY_SESSIONID"];

    public Workspace()
    {
        foreach (var pattern in Needed)
        {
            var folder = Repository.PathOf(Path.GetDirectoryName(pattern)!);
            foreach (var file in Directory.EnumerateFiles(folder, Path.GetFileName(pattern)))
                Copy(file, Path.Combine(Root, Path.GetRelativePath(Repository.Root, file)));
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("events-generation-").FullName;

    public string Generated(string file = "") => PathOf("artifacts/obj/OnePassword.Events.Generated/generated", file);

    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Every file outside of <c>artifacts</c>, relative to the root.</summary>
    public IReadOnlyList<string> Sources() =>
    [
        .. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("artifacts/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Runs the SDK in this copy, without build servers, so that no process outlives the test.</summary>
    public Task<CommandResult> Dotnet(params string[] arguments) => Run(path: null, arguments);

    /// <summary>Runs the SDK in this copy with another PATH.</summary>
    public async Task<CommandResult> Run(string? path, params string[] arguments)
    {
        var start = new ProcessStartInfo(Sdk(), arguments)
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in OuterBuild)
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["PATH"] = path ?? start.Environment["PATH"];

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, await output + await error);
    }

    /// <summary>Runs build.ps1 in the PowerShell of the tool manifest.</summary>
    public Task<CommandResult> Script(params string[] arguments) =>
        Dotnet(["tool", "run", "pwsh", "-NoProfile", "-File", "build.ps1", .. arguments]);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target);
    }

    // The full path works with every PATH.
    private static string Sdk()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host)
            return host;
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name))
            .First(File.Exists);
    }
}
