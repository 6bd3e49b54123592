using System.Text.Json;
using Confluent.Kafka;
using OnePassword.Events.Cli.Config.Reading;

namespace OnePassword.Events.Cli.Dotnet;

/// <summary>
/// Reads the key <c>settings</c>: other settings of librdkafka. On the command line, the parts of a name are keys of objects:
/// <c>--set settings.socket.timeout.ms=5000</c>.
/// </summary>
internal static class KafkaSettings
{
    private static readonly (string Name, string Reason)[] Owned =
    [
        ("bootstrap.servers", "use the key bootstrap_servers"), ("metadata.broker.list", "use the key bootstrap_servers"),
        ("security.protocol", "use the keys tls and sasl"), ("ssl.ca.location", "use the key ca_file"),
        ("ssl.certificate.location", "use the key certificate_file"), ("ssl.key.location", "use the key certificate_file"),
        ("sasl.mechanism", "use the key sasl"), ("sasl.mechanisms", "use the key sasl"), ("sasl.username", "use the key sasl"),
        ("compression.type", "use the key compression"), ("compression.codec", "use the key compression"),
        ("transaction.timeout.ms", "use the key transaction_timeout"),
        ("transactional.id", "it contains checkpoint_topic, account and feed, so that a new process fences the previous one"),
        ("partitioner", "it is always murmur2_random, which keeps the events of a key in order"),
        ("enable.idempotence", "it is always true, which exactly once requires"),
        ("acks", "it is always all, which exactly once requires"),
        ("request.required.acks", "it is always all, which exactly once requires"),
        ("dotnet.producer.enable.delivery.reports", "it is always true, which exactly once requires"),
        ("isolation.level", "it is always read_committed, which exactly once requires"),
        ("auto.offset.reset", "follow reads all checkpoints"), ("enable.auto.commit", "follow commits no offsets"),
        ("enable.partition.eof", "it is always true, so that follow finds the end of the checkpoints"),
    ];

    public static ClientConfig Read(ConfigValue value)
    {
        var settings = new ClientConfig();
        Add(value, "", settings);
        return settings;
    }

    private static void Add(ConfigValue value, string prefix, ClientConfig settings)
    {
        foreach (var member in value.Expect(JsonValueKind.Object, "an object").Node.Members)
        {
            var name = prefix + member.Key;
            var setting = new ConfigValue(value.Context, $"{value.Key}.{ConfigNode.DisplayKey(member.Key)}", member.Value);
            _ = value.Context.Try(setting, one => Add(one, name, settings, member.Start));
        }
    }

    private static bool Add(ConfigValue setting, string name, ClientConfig settings, int start)
    {
        if (setting.Node is { Kind: JsonValueKind.Object, IsFromOption: true })
            Add(setting, name + ".", settings);
        else if (ProblemOf(name) is { } problem)
            setting.Context.AddProblem(start, setting.Key, problem);
        else if (settings.Any(one => one.Key == name))
            setting.Context.AddProblem(start, setting.Key, "is there twice");
        else
            settings.Set(name, TextOf(setting));
        return true;
    }

    private static string? ProblemOf(string name) =>
        Array.Find(Owned, one => one.Name == name) is { Reason: { } reason } ? $"cannot be set here: {reason}"
        : name.Contains("password", StringComparison.Ordinal) || name.Contains("secret", StringComparison.Ordinal)
            || name.EndsWith(".pem", StringComparison.Ordinal)
            ? "a secret does not belong in this file. Use the key sasl for a password, and certificate_file for a private key"
        : null;

    private static string TextOf(ConfigValue setting) => setting.Node.Kind switch
    {
        JsonValueKind.String => setting.Text(),
        JsonValueKind.Number => setting.Node.Text,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw setting.MustBe("a string, a number, true or false"),
    };
}
