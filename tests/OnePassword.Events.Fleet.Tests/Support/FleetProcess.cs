using System.Diagnostics;

namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>The program that was built with these tests, as a process.</summary>
internal sealed class FleetProcess(params string[] args) : RunningProcess(Settings(args))
{
    /// <summary>The name of the file of the program.</summary>
    public const string FileName = "op-events-fleet.dll";

    private static ProcessStartInfo Settings(string[] args) => new(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [Path.Combine(AppContext.BaseDirectory, FileName), .. args])
    {
        Environment = { ["DOTNET_TieredPGO"] = "0" }, // Nodes of tests end before it pays.
    };
}
