using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Confluent.Kafka;
using OnePassword.Events.Cli.Dotnet;
using OnePassword.Events.Kafka;

namespace OnePassword.Events.Cli.Tests.Config;

/// <summary>The keys of an output of the type <c>kafka</c>.</summary>
[Category("InProcess")]
public sealed class KafkaConfigTests
{
    [Test]
    public void Output_has_the_defaults_of_the_library_and_TLS()
    {
        var output = Read("\"bootstrap_servers\": \"kafka-1:9093,kafka-2:9093\"");
        Assert.That(output.Location, Is.EqualTo("kafka://kafka-1:9093,kafka-2:9093/op-events"));
        Assert.That(
            (output.Client.SecurityProtocol, output.Client.ClientId, output.Password),
            Is.EqualTo(((SecurityProtocol?)SecurityProtocol.Ssl, "op-events", (object?)null)));
        var (options, defaults) = (output.Options(), new KafkaEventStoreOptions());
        Assert.That(
            (options.Topic, options.CheckpointTopic, options.Key, options.Compression, options.TransactionTimeout),
            Is.EqualTo((defaults.Topic, defaults.CheckpointTopic, defaults.Key, defaults.Compression, defaults.TransactionTimeout)));
    }

    [Test]
    public void Output_has_the_values_of_all_keys()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=op-events", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(ConfigFile.Now, ConfigFile.Now.AddYears(1));
        using var file = new ConfigFile();
        File.WriteAllText(file["ca.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(file["client.pem"], $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}");
        var output = (KafkaOutput)file.Read(ConfigSample.Output("kafka", """
            "name": "bus", "bootstrap_servers": "kafka:9093", "topic": "a", "checkpoint_topic": "b", "key": "uuid", "compression": "zstd",
            "transaction_timeout": "90s", "ca_file": "ca.pem", "certificate_file": "client.pem",
            "sasl": { "mechanism": "PLAIN", "username": "op", "password": { "file": "secret" } },
            "settings": { "client.id": "siem", "socket.keepalive.enable": true, "socket.timeout.ms": 5000 }
            """)).Outputs.Single();
        Assert.That(output.Client.ToDictionary(StringComparer.Ordinal), Is.EquivalentTo(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bootstrap.servers"] = "kafka:9093",
            ["security.protocol"] = "sasl_ssl",
            ["ssl.ca.location"] = file["ca.pem"],
            ["ssl.certificate.location"] = file["client.pem"],
            ["ssl.key.location"] = file["client.pem"],
            ["sasl.mechanism"] = "PLAIN",
            ["sasl.username"] = "op",
            ["client.id"] = "siem",
            ["socket.keepalive.enable"] = "true",
            ["socket.timeout.ms"] = "5000",
        }));
        var options = output.Options();
        Assert.That(
            (options.Topic, options.CheckpointTopic, options.Key, options.Compression, options.TransactionTimeout),
            Is.EqualTo(("a", "b", KafkaEventKey.Uuid, CompressionType.Zstd, TimeSpan.FromSeconds(90))));
        Assert.That((output.HasChangeableSecret, options.SaslPassword), Is.EqualTo((true, (Delegate)output.Password!.ReadAsync)));
    }

    [TestCase("\"topic\": \"a b\"", ".topic: must have 1 to 249 letters, digits, dots, dashes and underscores")]
    [TestCase("\"topic\": \"..\"", ".topic: must have 1 to 249 letters, digits, dots, dashes and underscores")]
    [TestCase("\"topic\": \"op-events.checkpoints\"", ": topic and checkpoint_topic must differ")]
    [TestCase("\"key\": \"feed\"", ".key: 'feed' is not account or uuid")]
    [TestCase("\"transaction_timeout\": \"16m\"", ".transaction_timeout: '16m' is more than 15m")]
    [TestCase("\"tls\": false, \"ca_file\": \"ca.pem\"", ".ca_file: requires tls", ".ca_file: ")]
    [TestCase("\"settings\": { \"acks\": 1 }", ".settings.acks: cannot be set here: it is always all, which exactly once requires")]
    [TestCase("\"settings\": { \"transactional.id\": \"x\" }", ".settings.transactional.id: cannot be set here: it contains checkpoint_topic, account and feed, so that a new process fences the previous one")]
    [TestCase("\"settings\": { \"partitioner\": \"random\" }", ".settings.partitioner: cannot be set here: it is always murmur2_random, which keeps the events of a key in order")]
    [TestCase("\"settings\": { \"dotnet.producer.enable.delivery.reports\": false }", ".settings.dotnet.producer.enable.delivery.reports: cannot be set here: it is always true")]
    [TestCase("\"settings\": { \"message.timeout.ms\": 600000 }", ".settings: `message.timeout.ms` must be set <= `transaction.timeout.ms`")]
    [TestCase("\"settings\": { \"retries\": 0 }", ".settings: `retries` must be")]
    [TestCase("\"settings\": { \"fetch.max.bytes\": 1000, \"message.max.bytes\": 2000 }", ".settings: `fetch.max.bytes` must be")]
    [TestCase("\"settings\": { \"ssl.key.password\": \"s3cret\" }", ".settings.ssl.key.password: a secret does not belong in this file.")]
    [TestCase("\"settings\": { \"client.id\": \"a\", \"client.id\": \"b\" }", ".settings.client.id: is there twice")]
    [TestCase("\"settings\": { \"client.id\": [] }", ".settings.client.id: must be a string, a number, true or false, not a list")]
    [TestCase("\"settings\": { \"client.name\": 1 }", ".settings: no such configuration property: \"client.name\"")]
    [TestCase("\"settings\": { \"socket.timeout.ms\": \"soon\" }", ".settings: invalid value for configuration property \"socket.timeout.ms\"")]
    [TestCase("\"sasl\": { \"mechanism\": \"GSSAPI\", \"username\": \"u\", \"password\": { \"env\": \"P\" } }", ".sasl.mechanism: 'GSSAPI' is not PLAIN,")]
    [TestCase(
        "\"bootstrap_servers\": \"localhost:9092\", \"tls\": false, \"sasl\": { \"mechanism\": \"PLAIN\", \"username\": \"u\", \"password\": { \"env\": \"P\" } }",
        ".sasl: the mechanism PLAIN sends the password as it is, so it requires tls. Use SCRAM-SHA-512 without tls")]
    public void Invalid_value_is_a_problem_of_its_key(string keys, params string[] problems)
    {
        var found = ConfigFile.ProblemsOf(ConfigSample.Output("kafka", keys.StartsWith("\"bootstrap_servers\"", StringComparison.Ordinal)
            ? keys : $"\"bootstrap_servers\": \"kafka:9092\", {keys}"));
        Assert.That(found, Has.Length.EqualTo(problems.Length));
        for (var i = 0; i < found.Length; i++)
            Assert.That(found[i], Does.Contain($"outputs[0]{problems[i]}"));
    }

    private static KafkaOutput Read(string keys) =>
        (KafkaOutput)ConfigFile.Accepted(ConfigSample.Output("kafka", keys)).Outputs.Single();
}
