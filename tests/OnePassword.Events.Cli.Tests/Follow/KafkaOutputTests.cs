using System.Text;
using Confluent.Kafka;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Emulator;
using OnePassword.Events.Testing.Brokers;

namespace OnePassword.Events.Cli.Tests.Follow;

/// <summary>The output kafka, on the mock cluster of librdkafka.</summary>
[Category("InProcess")]
public sealed class KafkaOutputTests
{
    [Test]
    public async Task Follow_stores_each_event_once_and_writes_no_checkpoint_to_the_state_folder()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await using var follower = await FollowFixture.CreateAsync();
        for (var run = 0; run < 2; run++)
        {
            var result = await RunAsync(follower, cluster);
            Assert.That(result.ExitCode, Is.Zero, result.Error);
        }
        AssertStored(follower, cluster);
        Assert.That(follower.State, Does.Not.Exist);
    }

    [Test]
    public async Task Config_check_checks_the_topics_and_predicts_the_start()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await using var follower = await FollowFixture.CreateAsync();
        var config = WriteConfig(follower, cluster);
        Assert.That((await new CliRunner().StartAsync(["follow", "--once", "--config", config])).ExitCode, Is.Zero);

        var run = await new CliRunner().StartAsync(["config", "check", config]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.OutputText, Does.Match("acme-auditevents +continues from its checkpoint of .*: 60 events"));
        Assert.That(run.OutputText, Does.Contain("        ok     the topics exist, and the brokers report no problem")
            .And.Contain($"        note   not checked: Write and Describe on transactional ids with the prefix op-events/{cluster.Options.CheckpointTopic}/\n")
            .And.Contain("exactly once").And.Contain("state   "));
    }

    [Test]
    public async Task Config_check_prints_the_commands_that_create_missing_topics()
    {
        using var cluster = new MockCluster();
        await using var follower = await FollowFixture.CreateAsync();
        var (brokers, options) = (cluster.Client.BootstrapServers, cluster.Options);
        var run = await new CliRunner().StartAsync(["config", "check", WriteConfig(follower, cluster)]);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        var create = $"note   kafka-topics.sh --bootstrap-server {brokers} --create --if-not-exists --topic";
        Assert.That(run.OutputText, Does.Contain($"{create} {options.Topic} --partitions 6 --replication-factor 3 ")
            .And.Contain($"{create} {options.CheckpointTopic} --partitions 1 --replication-factor 3 "));
        Assert.That(run.Error, Does.Contain($"Create the topics {options.Topic} and {options.CheckpointTopic}."));
    }

    [Test]
    public async Task Brokers_that_cannot_be_reached_are_one_error_that_names_the_keys()
    {
        using var cluster = new MockCluster();
        cluster.Stop();
        await using var follower = await FollowFixture.CreateAsync();
        var run = await RunAsync(follower, cluster);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Match(
            "auditevents: Kafka: .*Connect to .* failed: Connection refused. Check bootstrap_servers and tls, and that the brokers run.\n"));
    }

    [Test]
    public async Task Brokers_without_TLS_are_an_error_that_names_the_key()
    {
        using var cluster = new MockCluster();
        await using var follower = await FollowFixture.CreateAsync();
        var run = await RunAsync(follower, cluster, "tls=true");
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Match("auditevents: Kafka: .*SSL_?.*Check .*tls"));
    }

    [TestCase(MockCluster.InitProducerId, ErrorCode.TransactionalIdAuthorizationFailed, "with the prefix op-events/test-")]
    [TestCase(MockCluster.InitProducerId, ErrorCode.InvalidTransactionTimeout, "Reduce transaction_timeout, or raise")]
    [TestCase(MockCluster.AddPartitionsToTxn, ErrorCode.TopicAuthorizationFailed, "Allow Write on the topic test-.*, and Read, Write and DescribeConfigs on the topic test-")]
    public async Task Rejected_request_is_an_error_with_a_remedy(short request, ErrorCode error, string remedy)
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await using var follower = await FollowFixture.CreateAsync();
        ((MockCluster)cluster).Fail(request, error);
        var run = await RunAsync(follower, cluster);
        Assert.That(run.ExitCode, Is.EqualTo(6));
        Assert.That(run.Error, Does.Match($"Kafka: .*{remedy}").And.Not.Contain("TransactionTimeout"));
    }

    [Test]
    public async Task Event_that_is_too_large_becomes_a_dead_letter_and_the_feed_continues()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await using var follower = await FollowFixture.CreateAsync();
        var large = Convert.ToHexString(new byte[4_000]);
        follower.Server.Append(EmulatorFeed.AuditEvents, Encoding.UTF8.GetBytes(
            $$"""{"uuid":"LARGE","timestamp":"{{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}}","a":"{{large}}"}"""));
        follower.Append(EmulatorFeed.AuditEvents, "AFTER", TimeSpan.Zero);
        var run = await RunAsync(follower, cluster, "settings.message.max.bytes=4000", "compression=none");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var file = Path.Combine(follower.State, "dead-letters", "kafka.ndjson");
        Assert.That(run.Error, Does.Contain($"The event LARGE was written to {file}, because its 8,0").And.Contain("more than message.max.bytes of the key settings, or max.message.bytes of the topic")
            .And.Contain("op-events deadletter show"));
        Assert.That(await File.ReadAllLinesAsync(file), Has.One.Contains(large).And.One.Contains("\"feed\":\"auditevents\""));
        Assert.That(Values(cluster, "auditevents").Distinct(StringComparer.Ordinal), Is.EqualTo(
            follower.Served(EmulatorFeed.AuditEvents).Where(json => !json.Contains(large, StringComparison.Ordinal))));

        var replay = await new CliRunner().StartAsync([
            "deadletter", "replay", "--state", follower.State, "--to", "kafka", "--set", "bootstrap_servers=kafka:9093"]);
        Assert.That(replay.ExitCode, Is.EqualTo(2));
        Assert.That(replay.Error, Does.Contain("the output kafka cannot replay dead letters"));
    }

    [Test]
    public async Task Process_that_was_replaced_ends_its_feed()
    {
        using var cluster = await TestCluster.StartAsync(ClusterKind.Mock);
        await using var follower = await FollowFixture.CreateAsync();
        follower.StartOf(["auditevents", .. Arguments(follower, cluster), "--poll", "1s"]);
        await Wait.UntilAsync(() => Values(cluster, "auditevents").Count == 60);
        ((MockCluster)cluster).Fail(MockCluster.AddPartitionsToTxn, ErrorCode.InvalidProducerEpoch);
        follower.Append(EmulatorFeed.AuditEvents, "NEXT", TimeSpan.Zero);

        var run = await follower.EndedAsync();
        Assert.That(run.ExitCode, Is.EqualTo(7));
        Assert.That(run.Error, Does.Contain("another process has taken over 'auditevents'")
            .And.Contain("Run only one process for this account and output.").And.Not.Contain("Waiting to take over"));
        Assert.That(Values(cluster, "auditevents"), Has.Count.EqualTo(60));
    }

    [Test]
    public async Task Password_that_was_rejected_is_read_again_from_its_file()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("broker");
        using var broker = new RejectingBroker(certificate);
        await using var follower = await FollowFixture.CreateAsync();
        var password = follower.Folder.Write("password", "first-password");
        var authorities = follower.Folder.Write("ca.pem", authority.Certificate.ExportCertificatePem());
        follower.StartOf(["auditevents", .. Arguments(
            follower, broker.Address,
            ["sasl.mechanism=PLAIN", "sasl.username=acme", $"sasl.password.file={password}", $"ca_file={authorities}"])]);
        await follower.ReportedAsync("Invalid username or password. Check mechanism, username and password of the key sasl.");
        await File.WriteAllTextAsync(password, "second-password");
        await Wait.UntilAsync(() => broker.Passwords.Contains("acme:second-password", StringComparer.Ordinal));
        Assert.That(follower.Error, Does.Not.Contain("first-password").And.Not.Contain("second-password"));
    }

    private static string WriteConfig(FollowFixture follower, TestCluster cluster)
    {
        follower.Folder.Write("token", follower.Server.Token);
        return follower.Folder.Write(
            "follow.json",
            $$"""
            {
              "accounts": [{ "name": "acme", "url": "{{follower.Server.BaseAddress}}", "token": { "file": "token" } }],
              "state": "state",
              "outputs": [{
                "type": "kafka", "bootstrap_servers": "{{cluster.Client.BootstrapServers}}", "tls": false,
                "topic": "{{cluster.Options.Topic}}", "checkpoint_topic": "{{cluster.Options.CheckpointTopic}}"
              }]
            }
            """);
    }

    private static void AssertStored(FollowFixture follower, TestCluster cluster)
    {
        foreach (var feed in CliFixture.AllFeeds)
            Assert.That(Values(cluster, CliFixture.Name(feed)), Is.EqualTo(follower.Served(feed)), $"{feed}");
    }

    private static List<string> Values(TestCluster cluster, string feed) =>
    [
        .. Topics.Read(cluster.Client, cluster.Options.Topic).Where(record => record.Header("feed") == feed)
            .Select(record => Encoding.UTF8.GetString(record.Message.Value!)),
    ];

    private static Task<CliResult> RunAsync(FollowFixture follower, TestCluster cluster, params string[] settings) =>
        follower.RunAsync([.. Arguments(follower, cluster, settings), "--once"]);

    private static string[] Arguments(FollowFixture follower, TestCluster cluster, params string[] settings) => Arguments(
        follower, cluster.Client.BootstrapServers,
        [
            $"topic={cluster.Options.Topic}", $"checkpoint_topic={cluster.Options.CheckpointTopic}",
            .. settings.Contains("tls=true") ? [] : new[] { "tls=false" }, .. settings,
        ]);

    private static string[] Arguments(FollowFixture follower, string brokers, IEnumerable<string> settings) =>
    [
        "--url", follower.Server.BaseAddress.AbsoluteUri, "--state", follower.State, "--to", "kafka",
        .. settings.Prepend($"bootstrap_servers={brokers}").SelectMany(setting => new[] { "--set", setting }),
    ];
}
