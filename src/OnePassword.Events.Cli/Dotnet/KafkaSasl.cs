using Confluent.Kafka;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Secrets;

namespace OnePassword.Events.Cli.Dotnet;

/// <summary>Reads the key <c>sasl</c>.</summary>
internal static class KafkaSasl
{
    private static readonly (string Name, SaslMechanism Mechanism)[] Mechanisms =
    [
        ("PLAIN", SaslMechanism.Plain),
        ("SCRAM-SHA-256", SaslMechanism.ScramSha256),
        ("SCRAM-SHA-512", SaslMechanism.ScramSha512),
    ];

    /// <returns>The password; null if there is none.</returns>
    public static OutputSecret? Read(ConfigSection output, ClientConfig client) =>
        output.Optional<OutputSecret?>("sasl", null, value => ConfigSection.Read(value, sasl => ReadKeys(sasl, client)));

    private static OutputSecret ReadKeys(ConfigSection sasl, ClientConfig client)
    {
        client.SaslMechanism = sasl.Required("mechanism", value =>
        {
            var name = value.OneOf([.. Mechanisms.Select(one => one.Name)]);
            return Array.Find(Mechanisms, one => one.Name == name).Mechanism;
        });
        client.SaslUsername = sasl.Required("username", value => value.Word());
        var isEncrypted = client.SecurityProtocol == SecurityProtocol.Ssl;
        client.SecurityProtocol = isEncrypted ? SecurityProtocol.SaslSsl : SecurityProtocol.SaslPlaintext;
        if (!isEncrypted && client.SaslMechanism == SaslMechanism.Plain) // Brokers can name others than bootstrap_servers.
            sasl.AddProblem("the mechanism PLAIN sends the password as it is, so it requires tls. Use SCRAM-SHA-512 without tls");
        return sasl.Required("password", ReadPassword);
    }

    private static OutputSecret ReadPassword(ConfigValue value) =>
        SecretSourceReader.Read(value) is { } source
            ? new OutputSecret("password", source, value.Context.Cli, value.Context.SecretVariables)
            : null!; // A problem of the file.
}
