using System.Text.Json;

namespace OnePassword.Events.Emulator.Faults;

/// <summary>Names of fault modes in JSON and in the request log.</summary>
internal static class FaultNames
{
    public static string Of(FaultMode mode) => JsonNamingPolicy.CamelCase.ConvertName(mode.ToString());

    public static FaultMode? ToMode(string name) =>
        Enum.TryParse<FaultMode>(name, ignoreCase: true, out var mode) && char.IsAsciiLetter(name[0]) ? mode : null;
}
