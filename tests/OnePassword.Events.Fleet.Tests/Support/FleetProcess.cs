using System.Diagnostics;

namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>The program that was built with these tests, as a process.</summary>
internal sealed class FleetProcess(params string[] args) : RunningProcess(Settings(args))
{
    private static ProcessStartInfo Settings(string[] args) => new(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [Path.Combine(AppContext.BaseDirectory, "op-events-fleet.dll"), .. args])
    {
        Environment = { ["DOTNET_TieredPGO"] = "0" }, // Nodes of tests end before it pays.
    };
}
