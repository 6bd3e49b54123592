using OnePassword.Events.Testing;

namespace OnePassword.Events.Benchmarks.Processes;

/// <summary>A program that writes all three feeds of a server to a folder.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Creates its arguments from the address and the folder.</param>
internal sealed record Exporter(string Name, string Program, Func<string, string, string[]> Arguments)
{
    public const string Native = "op-events, native";
    public const string ReadyToRun = "op-events, ReadyToRun";
    public const string Jit = "op-events, just-in-time";
    public const string NodeJs = "Node.js script";
    public const string Python = "Python script";
    public const string Shell = "curl + jq";

    private const string Scripts = "tests/OnePassword.Events.Benchmarks/scripts";

    /// <summary>Gets whether the work is done by other processes that it starts, whose processor time and memory are not measured.</summary>
    public bool StartsOthers => Name == Shell;

    /// <summary>Gets whether it is a build of the tool.</summary>
    public bool IsTool => Name is Native or ReadyToRun or Jit;

    public static async Task<IReadOnlyList<Exporter>> AllAsync() =>
    [
        new(Native, await ToolBuild.NativeAsync(), Tool),
        new(ReadyToRun, await ToolBuild.ReadyToRunAsync(), Tool),
        new(Jit, await ToolBuild.JitAsync(), Tool),
        Script(NodeJs, "node", "export.mjs"),
        Script(Python, "python3", "export.py"),
        Script(Shell, "sh", "export.sh"),
    ];

    public Task<ProcessRun> RunAsync(EmulatorProcess emulator, DirectoryInfo folder) =>
        ProcessRun.MeasureAsync(Program, Arguments(emulator.Url, folder.FullName), EmulatorProcess.Token);

    private static Exporter Script(string name, string program, string script) =>
        new(name, program, (url, folder) => [Repository.PathOf(Scripts, script), url, folder]);

    private static string[] Tool(string url, string folder) => ["export", "--url", url, "--output", folder, "--quota", "off"];
}
