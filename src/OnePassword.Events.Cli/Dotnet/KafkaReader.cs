using Confluent.Kafka;
using OnePassword.Events.Cli.Config.Reading;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Kafka;

namespace OnePassword.Events.Cli.Dotnet;

/// <summary>Reads an output of the type <c>kafka</c>.</summary>
internal static class KafkaReader
{
    public static FollowOutput Read(ConfigSection output)
    {
        var options = new KafkaEventStoreOptions();
        var client = new ClientConfig { BootstrapServers = output.Required("bootstrap_servers", value => value.Word()) };
        options.Topic = output.Optional("topic", options.Topic, value => value.Word());
        options.CheckpointTopic = output.Optional("checkpoint_topic", options.CheckpointTopic, value => value.Word());
        return new KafkaOutput(client, options);
    }
}
