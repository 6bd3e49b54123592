using Confluent.Kafka;
using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Destinations;
using OnePassword.Events.Kafka;

namespace OnePassword.Events.Cli.Dotnet;

/// <summary>A topic of Apache Kafka. A process that was replaced ends.</summary>
/// <param name="Client">The settings of librdkafka, without a password.</param>
/// <param name="Password">The password; null for none.</param>
/// <param name="Create">Creates the options of a store.</param>
internal sealed record KafkaOutput(ClientConfig Client, OutputSecret? Password, Func<KafkaEventStoreOptions> Create)
    : EventStoreOutput
{
    public const string TypeName = "kafka";

    public override string Type => TypeName;

    // Dead letters.
    public override bool WritesToState => true;

    public override bool HasChangeableSecret => Password?.CanChange == true;

    public override string Location => $"kafka://{Client.BootstrapServers}/{Create().Topic}";

    public override string? ProblemOf(Exception failure) =>
        failure is KafkaException known ? KafkaProblem.Text(known, this) : null;

    public override void ForgetSecrets() => Password?.Forget();

    public override async Task ReadSecretsAsync(CancellationToken cancellationToken)
    {
        if (Password is not null)
            _ = await Password.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    public override Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken) => KafkaProbe.RunAsync(this, cancellationToken);

    public override OutputRun Start(OutputContext context) => new Run(this, context);

    /// <summary>Returns the options of a store. It reads the password before each operation.</summary>
    public KafkaEventStoreOptions Options()
    {
        var options = Create();
        options.SaslPassword = Password is null ? null : Password.ReadAsync;
        return options;
    }

    protected override bool HasRejectedSecret(Exception failure) =>
        failure is KafkaException known && KafkaProblem.IsLogin(known);

    protected override async Task<Checkpoint?> ReadAsync(Account account, string name, CancellationToken cancellationToken)
    {
        var store = new KafkaEventStore(Client, Options());
        await using (store.ConfigureAwait(false))
            return await store.ReadAsync(name, cancellationToken).ConfigureAwait(false);
    }

    private sealed class Run(KafkaOutput output, OutputContext context) : EventStoreRun(output)
    {
        private readonly KafkaLog _log = new(output.Title, context.Cli);
        private readonly KafkaDeadLetters _deadLetters = new(output, context);

        protected override IEventStore Create(Account account)
        {
            var options = output.Options();
            options.Log = _log.Write;
            options.OnEventTooLarge = (page, tooLarge, token) => _deadLetters.AddAsync(account, page, tooLarge, token);
            return new KafkaEventStore(output.Client, options);
        }
    }
}
