using System.Buffers;
using OnePassword.Events.Destinations.Elasticsearch;

namespace OnePassword.Events.Destinations;

/// <summary>Elasticsearch or OpenSearch: the data streams or indices of a cluster.</summary>
/// <remarks>
/// Each event is a document whose id is the uuid of the event, so that a repeated event is not stored twice. An event without a
/// usable uuid has the SHA-256 of its bytes as its id.
/// </remarks>
public sealed class ElasticsearchDestination : IEventDestination
{
    private readonly ElasticsearchOptions _options;
    private readonly ElasticsearchClient _client;
    private readonly ElasticsearchTarget _target;
    private readonly DocumentWriter _writer;

    /// <summary>Initializes a new instance of the <see cref="ElasticsearchDestination"/> class.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The address is not https, or http on loopback. A name is invalid. There is more than
    /// one kind of credentials.</exception>
    public ElasticsearchDestination(ElasticsearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _target = ElasticsearchTarget.Of(options);
        _client = new ElasticsearchClient(options);
        _writer = new DocumentWriter(options, _target);
        _options = options;
    }

    /// <inheritdoc/>
    public string Name =>
        $"{(_options.IsOpenSearch ? "OpenSearch" : "Elasticsearch")} at {_options.Url.GetLeftPart(UriPartial.Authority)}";

    /// <inheritdoc/>
    public string Guarantee =>
        !_target.IsDataStream ? "exactly once: the index follows from the time of the event"
        : _options.FindsDuplicates ? "exactly once: the data stream is searched for events that it may already have"
        : "at least once: a rollover can store an event twice";

    /// <inheritdoc/>
    public BatchLimits Limits { get; } = new()
    {
        MaxBytes = 10_000_000, // The smallest limit of a hosted service is 10 MiB.
        Timeout = TimeSpan.FromSeconds(90), // The service itself waits a minute for a shard.
    };

    /// <inheritdoc/>
    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(output);
        _writer.Write(rawEvent, origin, output);
    }

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        IReadOnlyList<int>? missing = null;
        if (batch.MayHaveArrived && _target.IsDataStream && _options.FindsDuplicates)
        {
            List<string> ids = [.. batch.Events.Select(one => _writer.IdOf(one.Event, batch.Origin))];
            (missing, var failure) = await DocumentSearch.FindMissingAsync(
                _client, _target.NameFor(batch.Origin), ids, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
                return failure;
            if (missing!.Count == 0)
                return DeliveryResult.Delivered;
        }
        return await BulkRequest.SendAsync(_client, _target, batch, missing, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(origins);
        return new ElasticsearchProbe(_options, _client, _target).RunAsync(origins, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
