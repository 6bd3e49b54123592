using System.Runtime.InteropServices;
using OnePassword.Events.Testing;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>Release builds of the tool, published once per run.</summary>
internal static class ToolBuild
{
    private static readonly Lazy<Task<string>> Jitted = new(() => PublishAsync("jit", readyToRun: false));
    private static readonly Lazy<Task<string>> Compiled = new(() => PublishAsync("readytorun", readyToRun: true));

    /// <summary>Publishes the tool without ReadyToRun: each method is compiled at its first call.</summary>
    public static Task<string> JitAsync() => Jitted.Value;

    /// <summary>Publishes the tool as its package contains it.</summary>
    public static Task<string> ReadyToRunAsync() => Compiled.Value;

    private static async Task<string> PublishAsync(string name, bool readyToRun)
    {
        var folder = Repository.PathOf("artifacts", "benchmarks", "tool", name);
        await ProcessRun.MeasureAsync("dotnet",
        [
            "publish", Repository.PathOf("src", "OnePassword.Events.Cli"), "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier,
            "--no-self-contained", $"-p:PublishReadyToRun={readyToRun}", "--output", folder,
        ]);
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "op-events.exe" : "op-events");
    }
}
