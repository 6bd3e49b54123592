using OnePassword.Events.Fleet.Commands;

namespace OnePassword.Events.Fleet.Tests.Support;

/// <summary>The program that was built with these tests.</summary>
internal static class FleetProgram
{
    public static string Path { get; } = typeof(FleetApplication).Assembly.Location;
}
