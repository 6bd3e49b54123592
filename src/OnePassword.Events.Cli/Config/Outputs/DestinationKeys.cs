using System.Security.Cryptography.X509Certificates;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Config.Outputs;

/// <summary>Reads the keys of a destination, and collects its secrets.</summary>
/// <param name="output">The object of the output.</param>
internal sealed class DestinationKeys(ConfigSection output)
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    private readonly List<OutputSecret> _secrets = [];

    /// <summary>Gets the object, for the keys of one type only.</summary>
    public ConfigSection Section => output;

    public TimeProvider Clock => output.Cli.Clock;

    /// <summary>Gets where the secrets that were read are from, for messages; null if there are none.</summary>
    public string? SecretDescription => _secrets.Count == 0
        ? null
        : Shared.Format.List([.. _secrets.Select(secret => secret.Description)], "or");

    /// <summary>Reads the required key <c>url</c>.</summary>
    public Uri Url() => output.Required("url", value => value.HttpsUrl());

    /// <summary>Reads the optional key <c>url</c>.</summary>
    /// <returns>Null if it is missing.</returns>
    public Uri? OptionalUrl() => output.Optional<Uri?>("url", null, value => value.HttpsUrl());

    /// <summary>Reads the key <c>ca_file</c>.</summary>
    /// <returns>Null if it is missing.</returns>
    public X509Certificate2Collection? Authorities() =>
        output.Optional<X509Certificate2Collection?>("ca_file", null, CertificateReader.ReadAuthorities);

    /// <summary>Reads the key <c>gzip</c>.</summary>
    public bool Gzip() => output.Optional("gzip", missing: true, value => value.Flag());

    /// <summary>Reads the key <c>format</c>.</summary>
    public EventFormat Format(EventFormat missing)
    {
        var format = output.Optional("format", missing, FormatReader.Read);
        if (!output.HasProblems) // Otherwise, the format may be missing.
            FormatName = format.Name;
        return format;
    }

    /// <summary>Gets or sets the name of the format of the events.</summary>
    public string FormatName { get; set; } = EventFormat.Raw.Name;

    /// <summary>Reads a required secret: an object with env, file or command.</summary>
    public DestinationSecret RequiredSecret(string key) => output.Required(key, value => Secret(key, value));

    /// <summary>Reads an optional secret: an object with env, file or command.</summary>
    /// <param name="key">The key.</param>
    /// <param name="section">The object with the key. Default: the output.</param>
    /// <param name="name">The name in messages. Default: the key.</param>
    /// <returns>Null if it is missing.</returns>
    public DestinationSecret? OptionalSecret(string key, ConfigSection? section = null, string? name = null) =>
        (section ?? output).Optional<DestinationSecret?>(key, null, value => Secret(name ?? key, value));

    /// <summary>Returns the output. The destination is created once to check its options, unless there are problems.</summary>
    /// <param name="type">The type.</param>
    /// <param name="create">Creates the destination from the options that were read.</param>
    public FollowOutput Output(string type, Func<IEventDestination> create)
    {
        var timeout = output.Optional<TimeSpan?>(
            "timeout", null, value => value.Duration(ConfigValue.Second, LongestTimeout));
        try
        {
            if (!output.HasProblems)
                create().Dispose();
        }
        catch (ArgumentException e)
        {
            output.AddProblem(Shared.Format.Message(e));
        }
        return new DestinationOutput(type, create, _secrets) { Format = FormatName, Timeout = timeout };
    }

    private DestinationSecret Secret(string name, ConfigValue value)
    {
        if (SecretSourceReader.Read(value) is not { } source)
            return null!; // A problem of the file.
        var secret = new OutputSecret(name, source, value.Context.Cli, value.Context.SecretVariables);
        _secrets.Add(secret);
        return DestinationSecret.From(secret.ReadAsync);
    }
}
