using System.Buffers;
using OnePassword.Events.Destinations.Splunk;

namespace OnePassword.Events.Destinations;

/// <summary>Splunk, by its HTTP Event Collector (HEC). Events have the source types of the official 1Password add-on.</summary>
public sealed class SplunkDestination : IEventDestination
{
    // The last query begins when the time for the acknowledgment is over.
    private static readonly TimeSpan LastQuery = TimeSpan.FromMinutes(1);

    private readonly HecClient _client;
    private readonly HecEnvelope _envelope;
    private readonly HecAcknowledgment? _acknowledgment;
    private readonly HecProbe _probe;

    /// <summary>Initializes a new instance of the <see cref="SplunkDestination"/> class.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The address is not https, or http on loopback, or has a query. The timeout of the
    /// acknowledgment is shorter than 10 seconds.</exception>
    public SplunkDestination(SplunkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.AcknowledgmentTimeout < HecAcknowledgment.ShortestTimeout)
            throw new ArgumentException("The timeout of the acknowledgment must be at least 10 seconds.", nameof(options));
        options = options with { Url = HecAddress.Of(options.Url) };
        Name = $"Splunk at {options.Url.GetLeftPart(UriPartial.Authority)}";
        _client = new HecClient(options);
        _envelope = new HecEnvelope(options);
        _acknowledgment = options.Acknowledgment ? new HecAcknowledgment(_client, options) : null;
        _probe = new HecProbe(_client, _envelope, options);
        Limits = options.Acknowledgment
            ? new BatchLimits { MaxConcurrency = 16, ConfirmationTimeout = options.AcknowledgmentTimeout + LastQuery }
            : new BatchLimits();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Guarantee => _acknowledgment is null
        ? "at least once; accepted, not confirmed as indexed"
        : "at least once; confirmed as indexed";

    /// <inheritdoc/>
    public BatchLimits Limits { get; }

    /// <summary>Returns the index of the events of a feed; null for the default index of the token.</summary>
    /// <param name="feed">The name of the feed.</param>
    public string? IndexOf(string feed) => _envelope.IndexOf(feed);

    /// <inheritdoc/>
    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output) =>
        _envelope.Write(rawEvent, origin, output);

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_acknowledgment is not null)
            return await _acknowledgment.SendAsync(batch, cancellationToken).ConfigureAwait(false);
        var (_, result) = await _client.SendAsync(batch, channel: null, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(origins);
        return _probe.RunAsync(origins, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
