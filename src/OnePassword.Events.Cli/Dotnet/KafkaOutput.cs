using Confluent.Kafka;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Kafka;

namespace OnePassword.Events.Cli.Dotnet;

/// <summary>A topic of Apache Kafka. A process that was replaced ends.</summary>
/// <param name="Client">The settings of librdkafka.</param>
/// <param name="Options">The options of the stores.</param>
internal sealed record KafkaOutput(ClientConfig Client, KafkaEventStoreOptions Options) : EventStoreOutput
{
    public const string TypeName = "kafka";

    public override string Type => TypeName;

    public override string Location => $"kafka://{Client.BootstrapServers}/{Options.Topic}";

    public override string? ProblemOf(Exception failure) => failure is KafkaException known ? known.Message : null;

    public override OutputRun Start(OutputContext context) => new Run(this);

    protected override async Task<Checkpoint?> ReadAsync(Account account, string name, CancellationToken cancellationToken)
    {
        var store = new KafkaEventStore(Client, Options);
        await using (store.ConfigureAwait(false))
            return await store.ReadAsync(name, cancellationToken).ConfigureAwait(false);
    }

    private sealed class Run(KafkaOutput output) : EventStoreRun(output)
    {
        protected override IEventStore Create(Account account) => new KafkaEventStore(output.Client, output.Options);
    }
}
