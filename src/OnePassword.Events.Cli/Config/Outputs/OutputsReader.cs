using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Dotnet;
using OnePassword.Events.Cli.Follow.Outputs;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads a list of outputs. Each type has a reader for its keys.</summary>
internal static class OutputsReader
{
    private static readonly (string Type, Func<ConfigSection, FollowOutput> Read)[] Destinations =
    [
        (SplunkReader.TypeName, SplunkReader.Read),
        (ElasticsearchReader.ElasticsearchType, ElasticsearchReader.ReadElasticsearch),
        (ElasticsearchReader.OpenSearchType, ElasticsearchReader.ReadOpenSearch),
        (SentinelReader.TypeName, SentinelReader.Read),
        (HttpsReader.TypeName, HttpsReader.Read),
        (PresetReader.Datadog, PresetReader.ReadDatadog),
        (PresetReader.SumoLogic, PresetReader.ReadSumoLogic),
        (PresetReader.GoogleSecOps, PresetReader.ReadGoogleSecOps),
        (PresetReader.Panther, PresetReader.ReadPanther),
        (OtlpReader.TypeName, OtlpReader.Read),
        (SyslogReader.TypeName, SyslogReader.Read),
    ];

    // In the order of the help and the guide.
    private static readonly (string Type, Func<ConfigSection, FollowOutput>? Read)[] Readers =
    [
        (FilesOutput.TypeName, FilesReader.Read),
        (StdoutOutput.TypeName, StdoutReader.Read),
        (PostgreSqlOutput.TypeName, PostgreSqlReader.Read),
        (S3Output.TypeName, S3Reader.Read),
        (AzureBlobOutput.TypeName, AzureBlobReader.Read),
        .. DotnetOutputs.Readers,
        .. Destinations,
    ];

    /// <summary>Gets the types, in the order of the guide.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. Readers.Select(reader => reader.Type)];

    /// <summary>Gets the types that <c>export</c> can send to as well.</summary>
    public static IReadOnlyList<string> DestinationTypes { get; } = [.. Destinations.Select(reader => reader.Type)];

    /// <summary>Returns the output of a file that names none: its own folder.</summary>
    public static IReadOnlyList<FollowOutput> Default(ConfigSection file) => [FilesReader.Default(file)];

    public static IReadOnlyList<FollowOutput> Read(ConfigValue value)
    {
        var names = new OutputNames();
        return value.Items("a list of outputs", item => ConfigSection.Read(item, output => Read(output, names)));
    }

    /// <summary>Returns the problem of what only the tool that runs on .NET contains.</summary>
    public static string NotInNativeFile(string what) => $"this op-events is one native file, which has no {what}. "
        + "Install the .NET tool: see docs/install.md";

    /// <summary>Reads one output.</summary>
    /// <returns>Null if the type is missing, unknown or not in this build, which is a problem of the section.</returns>
    public static FollowOutput Read(ConfigSection output, OutputNames names)
    {
        var name = output.Optional<string?>("name", null, OutputNames.Read);
        var type = output.Required("type", value => value.OneOf([.. Types]));
        var known = Array.Find(Readers, reader => reader.Type == type);
        if (known.Read is not { } read)
        {
            if (known.Type is not null)
                output.AddProblem(NotInNativeFile($"output {type}"));
            output.IgnoreOtherKeys(); // They depend on the type.
            return null!;
        }
        var result = read(output) with { Name = name };
        names.Add(result, output);
        return result;
    }
}
