using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Kafka;

namespace OnePassword.Events.Cli.Dotnet;

/// <summary>Reads an output of the type <c>kafka</c>.</summary>
internal static partial class KafkaReader
{
    private static readonly KafkaEventStoreOptions Defaults = new();
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromMinutes(15);

    public static FollowOutput Read(ConfigSection output)
    {
        var client = output.Optional("settings", new ClientConfig(), KafkaSettings.Read) ?? [];
        client.BootstrapServers = output.Required("bootstrap_servers", value => value.Word());
        client.ClientId ??= "op-events";
        var topic = output.Optional("topic", Defaults.Topic, ReadTopic);
        var checkpoints = output.Optional("checkpoint_topic", Defaults.CheckpointTopic, ReadTopic);
        if (topic is not null && topic == checkpoints)
            output.AddProblem("topic and checkpoint_topic must differ");
        var key = output.Optional("key", Defaults.Key, value =>
            value.OneOf("account", "uuid") == "uuid" ? KafkaEventKey.Uuid : KafkaEventKey.Account);
        var compression = output.Optional("compression", Defaults.Compression, value =>
            Enum.Parse<CompressionType>(value.OneOf("none", "gzip", "snappy", "lz4", "zstd"), ignoreCase: true));
        var timeout = output.Optional("transaction_timeout", Defaults.TransactionTimeout, value =>
            value.Duration(ConfigValue.Second, LongestTransaction));
        ReadTls(output, client);
        var password = KafkaSasl.Read(output, client);
        var kafka = new KafkaOutput(client, password, () => new KafkaEventStoreOptions
        {
            Topic = topic!,
            CheckpointTopic = checkpoints!,
            Key = key,
            Compression = compression,
            TransactionTimeout = timeout,
        });
        if (!output.HasProblems)
            CheckSettings(output, kafka);
        return kafka;
    }

    private static string ReadTopic(ConfigValue value) => value.Word() is var topic && Topic().IsMatch(topic)
        ? topic
        : throw new InvalidValueException("must have 1 to 249 letters, digits, dots, dashes and underscores");

    private static void ReadTls(ConfigSection output, ClientConfig client)
    {
        var tls = output.Optional("tls", missing: true, value => value.Flag());
        client.SecurityProtocol = tls ? SecurityProtocol.Ssl : SecurityProtocol.Plaintext;
        client.SslCaLocation = ReadFile("ca_file", CertificateReader.ReadAuthorities);
        client.SslCertificateLocation = client.SslKeyLocation = ReadFile("certificate_file", CertificateReader.ReadWithKey);

        // librdkafka reads the file itself.
        string? ReadFile<T>(string key, Func<ConfigValue, T> read)
        {
            if (!tls && output.Has(key))
                output.AddProblem(key, "requires tls");
            return output.Optional<string?>(key, null, value =>
            {
                (read(value) as X509Certificate2)?.Dispose();
                return value.FullPath();
            });
        }
    }

    private static void CheckSettings(ConfigSection output, KafkaOutput kafka)
    {
        try
        {
            KafkaEventStore.CheckSettings(kafka.Client, kafka.Options());
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            var problem = Shared.Format.Lowercase(e.Message.TrimEnd('.'));
            if (output.Has("settings"))
                output.AddProblem("settings", problem);
            else
                output.AddProblem(problem);
        }
    }

    [GeneratedRegex(@"\A(?!\.{1,2}\z)[A-Za-z0-9._-]{1,249}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Topic();
}
