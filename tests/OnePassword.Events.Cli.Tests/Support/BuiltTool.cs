using System.Collections.Concurrent;

namespace OnePassword.Events.Cli.Tests.Support;

/// <summary>The tool that tests start: that of this build, or the file of <c>OP_EVENTS_TOOL</c>, such as a native one.</summary>
internal static class BuiltTool
{
    public const string Variable = "OP_EVENTS_TOOL";

    private static readonly string? Named = Environment.GetEnvironmentVariable(Variable);
    private static readonly ConcurrentDictionary<string, int> Starts = new(StringComparer.Ordinal);

    /// <summary>Whether the variable names a tool, which <see cref="CliRunner"/> starts instead of running in this process.</summary>
    public static bool IsNamed => !string.IsNullOrEmpty(Named);

    /// <summary>The program to start.</summary>
    public static string Program => IsNamed ? NamedPath : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The arguments before those of the tool.</summary>
    public static string[] Arguments => IsNamed ? [] : [Path.Combine(AppContext.BaseDirectory, "op-events.dll")];

    /// <summary>The program with these arguments.</summary>
    public static string[] Command => [Program, .. Arguments];

    /// <summary>How often tests started the tool, and how many tests did.</summary>
    public static (int Starts, int Tests) Count => (Starts.Values.Sum(), Starts.Count);

    private static string NamedPath
    {
        get
        {
            var path = Path.GetFullPath(Named!, Repository.Root);
            return File.Exists(path) ? path : throw new FileNotFoundException($"{Variable} is {path}, which does not exist.");
        }
    }

    /// <summary>Records that the current test starts the tool.</summary>
    public static void Started() => Starts.AddOrUpdate(TestContext.CurrentContext.Test.ID, 1, (_, starts) => starts + 1);

    /// <summary>Whether a test started the tool.</summary>
    public static bool StartedBy(string test) => Starts.ContainsKey(test);
}
