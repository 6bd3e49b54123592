using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Nodes;

namespace OnePassword.Events.Fleet.Commands;

/// <summary>The options of a node.</summary>
internal sealed class NodeCommandOptions
{
    private readonly Option<IPAddress?> _address = OptionFactory.Create(
        "--address", "IP address|network", $"Address at which other nodes reach this one. Default: {IPAddress.Loopback}.",
        NodeAddress.Forms, NodeAddress.TryParse);

    private readonly Option<int?> _port = OptionFactory.WholeNumber(
        "--port", "number", $"Port at which other nodes reach this one. Default: {NodeOptions.DefaultPort}.", 1, ushort.MaxValue);

    private readonly Option<string?> _fleet = OptionFactory.Create(
        "--fleet", "name", $"Name of the fleet. A database has one fleet. Default: {NodeOptions.DefaultFleet}.",
        "a name of up to 64 letters, digits, dots, dashes and underscores", text => AccountName.IsValid(text) ? text : null);

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Folder for dead letters. Required for destinations such as splunk.",
        HelpName = "folder",
    };

    private readonly Option<string?> _certificate = new("--tls-certificate")
    {
        Description = "Certificate of this node and its key (PEM), for TLS between nodes.",
        HelpName = "file",
    };

    private readonly Option<string?> _authority = new("--tls-authority")
    {
        Description = "Certificates of the authorities that issue those of the nodes (PEM).",
        HelpName = "file",
    };

    public Option[] All => [_address, _port, _fleet, _state, _certificate, _authority];

    /// <exception cref="CliException">
    /// A certificate cannot be read, or the node would be open to other networks without TLS.
    /// </exception>
    public NodeOptions Read(ParseResult parsed, PostgreSqlOutput database)
    {
        var (certificate, authority) = (parsed.GetValue(_certificate), parsed.GetValue(_authority));
        if ((certificate is null) != (authority is null))
            throw CliException.Usage("--tls-certificate and --tls-authority require each other. Specify both.");
        var address = parsed.GetValue(_address) ?? IPAddress.Loopback;
        if (certificate is null && !IsPrivate(address))
            throw CliException.Usage(
                $"--address {address} is not a private address, and connections between nodes have no authentication "
                + "without TLS. Specify --tls-certificate and --tls-authority.");
        return new NodeOptions(database)
        {
            Address = address,
            Port = parsed.GetValue(_port) ?? NodeOptions.DefaultPort,
            Fleet = parsed.GetValue(_fleet) ?? NodeOptions.DefaultFleet,
            State = parsed.GetValue(_state) is { } folder ? Path.GetFullPath(folder) : null,
            Certificates = certificate is null ? null : Load(certificate, authority!),
        };
    }

    private static NodeCertificates Load(string certificate, string authority)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(authority);
            if (authorities.Count == 0)
                throw CliException.Usage($"{authority} contains no certificate.");
            var certificates = new NodeCertificates(X509Certificate2.CreateFromPemFile(certificate), authorities);
            return certificates.IsTrusted(certificates.Own)
                ? certificates
                : throw CliException.Usage(
                    $"the certificate in {certificate} is not valid now, or none of the authorities in {authority} issued it.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage(
                $"{(authorities.Count == 0 ? authority : certificate)} cannot be read as a certificate: {e.Message}");
        }
    }

    // Loopback, and the networks of RFC 1918, RFC 6598, link-local addresses, and unique local addresses of IPv6.
    private static bool IsPrivate(IPAddress address) => IPAddress.IsLoopback(address) || address.IsIPv6UniqueLocal
        || address.IsIPv6LinkLocal || Array.Exists(PrivateNetworks, network => network.Contains(address));

    private static readonly IPNetwork[] PrivateNetworks =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("169.254.0.0/16"),
    ];
}
