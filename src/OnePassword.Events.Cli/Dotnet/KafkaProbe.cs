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
            return KafkaProblem.IsMissingTopic(e.Error.Code) ? [failed, .. Commands(output.Client, options)] : [failed];
        }
    }

    private static IEnumerable<ProbeResult> Commands(ClientConfig client, KafkaEventStoreOptions options)
    {
        var create = $"kafka-topics.sh --bootstrap-server {client.BootstrapServers} --create --if-not-exists --topic";
        yield return new(ProbeStatus.Note, $"{create} {options.Topic}");
        yield return new(
            ProbeStatus.Note, $"{create} {options.CheckpointTopic} --partitions 1 --config cleanup.policy=compact");
    }
}
