using Confluent.Kafka;
using OnePassword.Events.Destinations;
using OnePassword.Events.Kafka;

namespace OnePassword.Events.Cli.Dotnet;

/// <summary>Checks that brokers can be reached, and have the topics and the permissions. Nothing is changed.</summary>
internal static class KafkaProbe
{
    public static async Task<IReadOnlyList<ProbeResult>> RunAsync(KafkaOutput output, CancellationToken cancellationToken)
    {
        var options = output.Options();
        try
        {
            await KafkaTopics.CheckAsync(output.Client, options, cancellationToken).ConfigureAwait(false);
            var ids = KafkaProblem.TransactionalIds(options);
            return
            [
                new(ProbeStatus.Ok, "the topics exist, and the brokers report no problem with their settings and permissions."),
                new(ProbeStatus.Note, $"not checked: Write and Describe on transactional ids with the prefix {ids}"),
            ];
        }
        catch (KafkaException e)
        {
            var failed = new ProbeResult(ProbeStatus.Failed, KafkaProblem.Text(e, output));
            return KafkaProblem.IsMissingTopic(e.Error.Code)
                ? [failed, .. Commands(output).Select(command => new ProbeResult(ProbeStatus.Note, command))]
                : [failed];
        }
    }

    /// <summary>Returns the commands of the guide that create the topics.</summary>
    public static IEnumerable<string> Commands(KafkaOutput output)
    {
        var options = output.Create();
        var login = output.Client.SecurityProtocol == SecurityProtocol.Plaintext ? "" : " --command-config admin.properties";
        var server = $"--bootstrap-server {output.Client.BootstrapServers}{login}";
        var create = $"kafka-topics.sh {server} --create --if-not-exists --topic";
        const string replicas = "--replication-factor 3 --config min.insync.replicas=2";
        yield return $"{create} {options.Topic} --partitions 6 {replicas}";
        yield return $"{create} {options.CheckpointTopic} --partitions 1 {replicas} "
            + "--config cleanup.policy=compact --config segment.bytes=16777216";
    }
}
