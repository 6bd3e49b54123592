namespace OnePassword.Events.Destinations.Tests.Syslog;

/// <summary>A delivery to a fake receiver, with a fake clock and a file of dead letters.</summary>
internal sealed class SyslogDelivery : IDisposable, IProgress<DeliveryReport>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("op-events-").FullName;
    private readonly List<DeliveryReport> _reports = [];

    public SyslogDelivery(SyslogOptions options, TimeSpan? retryFor = null)
    {
        DeadLetters = new DeadLetterFile(Path.Combine(_folder, "syslog.ndjson"));
        Destination = new SyslogDestination(options with { Clock = Clock });
        Delivery = new EventDelivery(
            Destination,
            new DeliveryOptions
            {
                Clock = Clock,
                DeadLetters = DeadLetters,
                Random = new Random(1),
                RetryFor = retryFor,
                MaxWait = TimeSpan.FromSeconds(10), // Far below the timeout of an attempt, up to which the clock advances.
            });
    }

    public FakeClock Clock { get; } = new(Pages.Now);

    public SyslogDestination Destination { get; }

    public EventDelivery Delivery { get; }

    public DeadLetterFile DeadLetters { get; }

    public IReadOnlyList<DeliveryReport> Reports
    {
        get
        {
            lock (_reports)
                return [.. _reports];
        }
    }

    public Task DeliverAsync(IReadOnlyList<RawEvent> events, EventOrigin? origin = null, CancellationToken cancellationToken = default) =>
        Task.Run(
            () => Clock.RunAsync(
                Delivery.DeliverAsync(events, origin ?? Pages.Origin, progress: this, cancellationToken: cancellationToken),
                within: TimeSpan.FromSeconds(59)),
            cancellationToken); // A connection that fails at once would otherwise never return to the test.

    public void Report(DeliveryReport value)
    {
        lock (_reports)
            _reports.Add(value);
    }

    public void Dispose()
    {
        Delivery.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
