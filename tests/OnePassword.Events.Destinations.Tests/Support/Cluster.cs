using System.Text.Json;

namespace OnePassword.Events.Destinations.Tests.Support;

/// <summary>Deliveries to a fake cluster.</summary>
internal sealed class Cluster : TestDelivery<FakeElasticsearch>
{
    public const string DataStream = "logs-1password.audit_events-default";

    private const string ApiKey = "a2V5";

    private Cluster(FakeElasticsearch service, Func<ElasticsearchOptions, ElasticsearchOptions>? configure, TimeSpan? retryFor)
        : base(service, (_, clock) => Create(service, clock, configure), options => options with { RetryFor = retryFor }) =>
        service.Authorization = $"ApiKey {ApiKey}";

    /// <summary>The ids of all stored documents, in order, with repetitions.</summary>
    public IEnumerable<string> Ids =>
        Service.Cluster.Indices.Values.SelectMany(index => index.Documents).Select(document => document.Id);

    /// <summary>The number of events in each bulk request.</summary>
    public IEnumerable<int> BulkSizes => Service.Requests.Where(request => request.Path.EndsWith("_bulk", StringComparison.Ordinal))
        .Select(request => request.Lines.Length / 2);

    public static async Task<Cluster> StartAsync(
        Func<ElasticsearchOptions, ElasticsearchOptions>? configure = null, TimeSpan? retryFor = null) =>
        new(await FakeElasticsearch.StartAsync(), configure, retryFor);

    /// <summary>Checks the cluster, and returns a line per result.</summary>
    public async Task<IReadOnlyList<string>> ProbeLinesAsync() =>
        [.. (await ProbeAsync()).Select(result => $"{result.Status}: {result.Text}")];

    /// <summary>Returns the only document.</summary>
    public JsonElement Document() =>
        JsonElement.Parse(Service.Cluster.Indices.Values.SelectMany(index => index.Documents).Single().Source);

    private static ElasticsearchDestination Create(
        FakeElasticsearch service, FakeClock clock, Func<ElasticsearchOptions, ElasticsearchOptions>? configure)
    {
        var options = new ElasticsearchOptions { Url = service.Url, ApiKey = ApiKey, Clock = clock };
        return new ElasticsearchDestination(configure?.Invoke(options) ?? options);
    }
}
