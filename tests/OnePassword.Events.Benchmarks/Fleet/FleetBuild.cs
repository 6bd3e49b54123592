using OnePassword.Events.Benchmarks.Processes;
using OnePassword.Events.Testing;

namespace OnePassword.Events.Benchmarks.Fleet;

/// <summary>A Release build of the fleet.</summary>
internal static class FleetBuild
{
    public static async Task<string> PublishAsync()
    {
        var folder = Repository.PathOf("artifacts", "benchmarks", "fleet");
        await ProcessRun.MeasureAsync(
            "dotnet", ["publish", Repository.PathOf("src", "OnePassword.Events.Fleet"), "--configuration", "Release", "--output", folder]);
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "op-events-fleet.exe" : "op-events-fleet");
    }
}
