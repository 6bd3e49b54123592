using System.Text.Json;

namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>A fake cluster, a delivery to it with a fake clock, and a file of dead letters.</summary>
internal sealed class Cluster : IAsyncDisposable, IProgress<DeliveryReport>
{
    public const string DataStream = "logs-1password.audit_events-default";

    private readonly string _folder = Directory.CreateTempSubdirectory("op-events-").FullName;
    private readonly List<DeliveryReport> _reports = [];

    private Cluster(FakeElasticsearch service, Func<ElasticsearchOptions, ElasticsearchOptions>? configure, TimeSpan? retryFor)
    {
        Service = service;
        service.Authorization = "ApiKey a2V5";
        DeadLetters = new DeadLetterFile(Path.Combine(_folder, "letters.ndjson"));
        var options = new ElasticsearchOptions { Url = service.Url, ApiKey = "a2V5", Clock = Clock };
        Delivery = new EventDelivery(
            new ElasticsearchDestination(configure?.Invoke(options) ?? options),
            new DeliveryOptions { Clock = Clock, DeadLetters = DeadLetters, Random = new Random(1), RetryFor = retryFor });
    }

    public FakeElasticsearch Service { get; }

    public FakeClock Clock { get; } = new(Pages.Now);

    public DeadLetterFile DeadLetters { get; }

    public EventDelivery Delivery { get; }

    public IReadOnlyList<DeliveryReport> Reports
    {
        get
        {
            lock (_reports)
                return [.. _reports];
        }
    }

    /// <summary>The ids of all stored documents, in order, with repetitions.</summary>
    public IEnumerable<string> Ids =>
        Service.Cluster.Indices.Values.SelectMany(index => index.Documents).Select(document => document.Id);

    /// <summary>The number of events in each bulk request.</summary>
    public IEnumerable<int> BulkSizes => Service.Requests.Where(request => request.Path.EndsWith("_bulk", StringComparison.Ordinal))
        .Select(request => request.Lines.Length / 2);

    public static async Task<Cluster> StartAsync(
        Func<ElasticsearchOptions, ElasticsearchOptions>? configure = null, TimeSpan? retryFor = null) =>
        new(await FakeElasticsearch.StartAsync(), configure, retryFor);

    /// <summary>Delivers events while the clock advances from timer to timer, up to the waits of the engine.</summary>
    public Task DeliverAsync(IReadOnlyList<RawEvent> events, bool mayHaveArrived = false) => Clock.RunAsync(
        Delivery.DeliverAsync(events, Pages.Origin, mayHaveArrived, progress: this), within: TimeSpan.FromSeconds(59));

    /// <summary>Checks the cluster, and returns a line per result.</summary>
    public async Task<IReadOnlyList<string>> ProbeAsync() =>
        [.. (await Delivery.Destination.ProbeAsync([Pages.Origin])).Select(result => $"{result.Status}: {result.Text}")];

    /// <summary>Returns the only document.</summary>
    public JsonElement Document() =>
        JsonElement.Parse(Service.Cluster.Indices.Values.SelectMany(index => index.Documents).Single().Source);

    void IProgress<DeliveryReport>.Report(DeliveryReport value)
    {
        lock (_reports)
            _reports.Add(value);
    }

    public async ValueTask DisposeAsync()
    {
        Delivery.Dispose();
        await Service.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
