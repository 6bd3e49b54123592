using OnePassword.Events.Testing;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>A program that writes all three feeds of a server to a folder.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Creates its arguments from the address and the folder.</param>
internal sealed record Exporter(string Name, string Program, Func<string, string, string[]> Arguments)
{
    private const string Scripts = "tests/OnePassword.Events.Benchmarks/scripts";

    public static async Task<IReadOnlyList<Exporter>> AllAsync() =>
    [
        new("op-events", await ToolBuild.ReadyToRunAsync(), (url, folder) => ["export", "--url", url, "--output", folder, "--quota", "off"]),
        new("op-events, not ReadyToRun", await ToolBuild.JitAsync(), (url, folder) => ["export", "--url", url, "--output", folder, "--quota", "off"]),
        new("Python script", "python3", (url, folder) => [Repository.PathOf(Scripts, "export.py"), url, folder]),
        new("Node.js script", "node", (url, folder) => [Repository.PathOf(Scripts, "export.mjs"), url, folder]),
    ];

    public Task<ProcessRun> RunAsync(EmulatorProcess emulator, DirectoryInfo folder) =>
        ProcessRun.MeasureAsync(Program, Arguments(emulator.Address.ToString().TrimEnd('/'), folder.FullName), EmulatorProcess.Token);
}
