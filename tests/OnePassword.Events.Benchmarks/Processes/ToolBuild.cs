using System.Runtime.InteropServices;
using OnePassword.Events.Testing;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>Release builds of the tool, published once per run.</summary>
internal static class ToolBuild
{
    private static readonly Lazy<Task<string>> Native = new(() => PublishAsync("native"));
    private static readonly Lazy<Task<string>> Compiled = new(() => PublishAsync("readytorun", FrameworkDependent(readyToRun: true)));
    private static readonly Lazy<Task<string>> Jitted = new(() => PublishAsync("jit", FrameworkDependent(readyToRun: false)));

    /// <summary>Publishes the tool as one native file.</summary>
    public static Task<string> NativeAsync() => Native.Value;

    /// <summary>Publishes the tool without ReadyToRun: each method is compiled at its first call.</summary>
    public static Task<string> JitAsync() => Jitted.Value;

    /// <summary>Publishes the tool as its packages contain it.</summary>
    public static Task<string> ReadyToRunAsync() => Compiled.Value;

    private static string[] FrameworkDependent(bool readyToRun) =>
        ["--no-self-contained", "-p:PublishAot=false", $"-p:PublishReadyToRun={readyToRun}"];

    private static async Task<string> PublishAsync(string name, params string[] properties)
    {
        var folder = Repository.PathOf("artifacts", "benchmarks", "tool", name);
        await ProcessRun.MeasureAsync("dotnet",
        [
            "publish", Repository.PathOf("src", "OnePassword.Events.Cli"), "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier,
            .. properties, "--output", folder,
        ]);
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "op-events.exe" : "op-events");
    }
}
