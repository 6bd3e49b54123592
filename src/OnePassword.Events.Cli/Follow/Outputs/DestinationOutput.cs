using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>A server that receives the events. All feeds share its delivery, which retries in place.</summary>
/// <param name="DestinationType">The type in the configuration file.</param>
/// <param name="Create">Creates the destination. It sends no request.</param>
/// <param name="Secrets">The secrets of the destination.</param>
internal sealed record DestinationOutput(
    string DestinationType, Func<IEventDestination> Create, IReadOnlyList<OutputSecret> Secrets) : FollowOutput
{
    // With --once, an operator or cron waits for the result.
    private static readonly TimeSpan RetryOfOneRun = TimeSpan.FromMinutes(1);

    public override string Type => DestinationType;

    /// <summary>Gets the name of the format of the events.</summary>
    public string Format { get; init; } = EventFormat.Raw.Name;

    /// <summary>Gets the timeout of an attempt to send a batch; null for that of the destination.</summary>
    public TimeSpan? Timeout { get; init; }

    public override string Guarantee
    {
        get
        {
            using var destination = Create();
            return destination.Guarantee;
        }
    }

    public override IEnumerable<string> Describe()
    {
        using var destination = Create();
        return [destination.Name];
    }

    public override string Check(Account account, string feed, Checkpoint? checkpoint, OutputContext context) =>
        Describe().Single();

    public override bool HasChangeableSecret => Secrets.Any(secret => secret.CanChange);

    /// <summary>Makes the next request read the secrets again.</summary>
    public void ForgetSecrets()
    {
        foreach (var secret in Secrets)
            secret.Forget();
    }

    public override async Task ReadSecretsAsync(CancellationToken cancellationToken)
    {
        foreach (var secret in Secrets)
            _ = await secret.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken)
    {
        using var destination = Create();
        return await destination.ProbeAsync(origins, cancellationToken).ConfigureAwait(false);
    }

    public override OutputRun Start(OutputContext context)
    {
        var options = new DeliveryOptions
        {
            DeadLetters = new DeadLetterFile(DeadLettersIn(context.State)),
            RetryFor = context.Once ? RetryOfOneRun : null,
            Timeout = Timeout,
            Clock = context.Cli.Clock,
        };
        return new Run(this, new EventDelivery(Create(), options), context.Cli.Clock);
    }

    private sealed class Run : OutputRun
    {
        private readonly DestinationOutput _output;
        private readonly EventDelivery _delivery;
        private readonly SharedDelivery _shared;
        private readonly SecretWatch _watch;

        public Run(DestinationOutput output, EventDelivery delivery, TimeProvider clock)
        {
            (_output, _delivery, _shared) = (output, delivery, new SharedDelivery(delivery));
            _watch = new SecretWatch(output.Secrets, delivery.RetryNow, clock);
        }

        public override EventDelivery? Delivery => _delivery;

        public override IFollowSink SinkOf(Account account, string feed, IProgress<DeliveryReport> progress) =>
            new DestinationSink(_shared, new SecretRenewal(_output, _watch, progress));

        public override void ReloadSecrets()
        {
            _output.ForgetSecrets();
            _delivery.RetryNow();
        }

        public override void Dispose()
        {
            base.Dispose();
            _watch.Dispose();
            _shared.Dispose();
        }
    }

    /// <summary>
    /// Forgets the secrets that the destination rejected, and watches their files: they may be replaced at their source.
    /// </summary>
    private sealed class SecretRenewal(DestinationOutput output, SecretWatch watch, IProgress<DeliveryReport> inner)
        : IProgress<DeliveryReport>
    {
        public void Report(DeliveryReport value)
        {
            if (value.SecretRejected)
                output.ForgetSecrets();
            if (value.RequiresOperator && value.RetryIn is not null)
                watch.Start();
            else if (value is { Failure: null, Warning: null, DeadLetters.Count: 0 })
                watch.Stop();
            inner.Report(value);
        }
    }
}
