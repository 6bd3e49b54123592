using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads an output of the type <c>syslog</c>.</summary>
internal static class SyslogReader
{
    public const string TypeName = "syslog";

    private const string Cef = "cef";
    private const int LargestMessage = 16 << 20;

    public static FollowOutput Read(ConfigSection output)
    {
        var keys = new DestinationKeys(output);
        var format = keys.FormatName = output.Optional("format", EventFormat.Raw.Name, value =>
            value.OneOf([.. EventFormat.All.Select(format => format.Name), Cef]));
        var options = new SyslogOptions { Url = output.Required("url", ReadUrl), Clock = keys.Clock };
        options = options with
        {
            Format = EventFormat.TryParse(format, out var known) ? known : EventFormat.Raw,
            Cef = format == Cef,
            HostName = output.Optional<string?>("host_name", null, value => value.Word()),
            AppName = output.Optional("app_name", options.AppName, value => value.Word()),
            Facility = output.Optional("facility", options.Facility, value => value.WholeNumber(0, 23)),
            StructuredData = output.Optional("structured_data", missing: true, value => value.Flag()),
            MaxMessageBytes = (int)output.Optional("max_message", options.MaxMessageBytes, value =>
                value.Size(atLeast: 480) is var size and <= LargestMessage
                    ? size
                    : throw new InvalidValueException($"is more than {LargestMessage >> 20} MiB")),
            Authorities = output.Optional<X509Certificate2Collection?>("ca_file", null, value => Load(value, path =>
            {
                var authorities = new X509Certificate2Collection();
                authorities.ImportFromPemFile(path);
                return authorities;
            })),
            ClientCertificate = output.Optional<X509Certificate2?>(
                "certificate_file", null, value => Load(value, path => X509Certificate2.CreateFromPemFile(path))),
        };
        return keys.Output(TypeName, () => new SyslogDestination(options));
    }

    private static Uri ReadUrl(ConfigValue value) => Uri.TryCreate(value.Word("an address"), UriKind.Absolute, out var url)
        ? url
        : throw new InvalidValueException("must be tls://host:port or tcp://host:port");

    private static T Load<T>(ConfigValue value, Func<string, T> load)
    {
        var path = value.FullPath();
        try
        {
            return load(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidValueException($"{path} cannot be read as a certificate: {e.Message}");
        }
    }
}
