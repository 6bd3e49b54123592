using System.Diagnostics;

namespace OnePassword.Events.PackageTests;

/// <summary>Runs a program and returns its output. If the program fails, the test fails.</summary>
internal static class Command
{
    public static Task<string> RunAsync(string folder, string program, params string[] arguments) =>
        RunAsync(folder, [], program, arguments);

    /// <summary>Runs dotnet for a project that restores into a folder of its own, if possible from the machine's cache.</summary>
    public static Task<string> RunAsConsumerAsync(string folder, params string[] arguments) =>
        RunAsync(folder, [("NUGET_PACKAGES", Packages.Restored), ("NUGET_FALLBACK_PACKAGES", Packages.Cache)], "dotnet", arguments);

    public static async Task<string> RunAsync(
        string folder, (string Name, string Value)[] environment, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // The builds must not inherit the variables of dotnet test.
        foreach (var variable in start.Environment.Keys.ToList())
        {
            if (variable.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || variable == "VSTEST_CONNECTION_TIMEOUT")
                start.Environment.Remove(variable);
        }
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(15), TimeProvider.System);
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{await output}\n{await error}");
        return await output;
    }
}
