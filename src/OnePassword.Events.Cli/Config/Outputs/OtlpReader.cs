using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>otlp</c>.</summary>
internal static class OtlpReader
{
    public const string TypeName = "otlp";

    public static FollowOutput Read(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        var options = new OtlpOptions
        {
            Url = keys.Url(),
            Encoding = output.Optional("encoding", OtlpEncoding.Protobuf, ReadEncoding),
            Headers = HeadersReader.Read(keys),
            Gzip = keys.Gzip(),
            Authorities = keys.Authorities(),
            SecretDescription = keys.SecretDescription,
            Clock = keys.Clock,
        };
        options = options with { ServiceName = output.Optional("service_name", options.ServiceName, value => value.Word()) };
        return keys.Output(TypeName, () => new OtlpDestination(options));
    }

    private static OtlpEncoding ReadEncoding(ConfigValue value) =>
        value.OneOf("protobuf", "json") == "json" ? OtlpEncoding.Json : OtlpEncoding.Protobuf;
}
