using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.ObjectStorage;

namespace OnePassword.Events.Cli.Dotnet;

/// <summary>The outputs that require the .NET runtime. This is the native build, which contains none of them.</summary>
internal static class DotnetOutputs
{
    /// <summary>Gets each type with the reader of its keys; null if this build does not contain the output.</summary>
    public static IReadOnlyList<(string Type, Func<ConfigSection, FollowOutput>? Read)> Readers { get; } =
    [
        ("kafka", null),
    ];

    /// <summary>Gets the formats of objects; null if this build does not contain the format.</summary>
    public static IReadOnlyList<(string Name, Func<ObjectFormat>? Create)> ObjectFormats { get; } =
    [
        ("parquet", null),
    ];
}
