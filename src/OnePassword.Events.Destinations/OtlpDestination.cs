using System.Buffers;
using System.Net.Http.Headers;
using OnePassword.Events.Destinations.Http;
using OnePassword.Events.Destinations.Otlp;

namespace OnePassword.Events.Destinations;

/// <summary>An OpenTelemetry collector or another receiver of OTLP logs over HTTP.</summary>
/// <remarks>An event becomes a log record. Its body is the whole event, as the server sent it.</remarks>
public sealed class OtlpDestination : IEventDestination
{
    private readonly OtlpOptions _options;
    private readonly Uri _address;
    private readonly LogEncoding _encoding;
    private readonly HttpSender _sender;

    /// <summary>Initializes a new instance of the <see cref="OtlpDestination"/> class.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The address is not https, or http on loopback, or a header is not allowed.</exception>
    public OtlpDestination(OtlpOptions options)
    {
        _sender = new HttpSender(options);
        _options = options;
        _address = options.Url.AbsolutePath == "/" ? new Uri(options.Url, "/v1/logs") : options.Url;
        _encoding = options.Encoding == OtlpEncoding.Json ? new JsonLogs() : new ProtobufLogs();
        if (RequestHeaders.Problem(options.Headers.Keys) is { } problem)
            throw new ArgumentException(problem, nameof(options));
    }

    /// <inheritdoc/>
    public string Name => $"OTLP at {_address.GetLeftPart(UriPartial.Path)}";

    /// <inheritdoc/>
    public string Guarantee => "at least once; accepted by the receiver, which does not say which records it rejects";

    /// <summary>Gets the limits of a batch: few events, since a partial success makes a dead letter of each.</summary>
    public BatchLimits Limits { get; } = new() { MaxEvents = 200, MaxBytes = 4_000_000 };

    /// <inheritdoc/>
    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output) =>
        _encoding.Write(LogRecord.Of(rawEvent, origin), output);

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address);
        _sender.SetBody(request, batch, _encoding.Body(batch, _options.ServiceName));
        return await SendAsync(request, batch.Events.Count, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address);
        HttpSender.SetBody(request, _encoding.Empty, new MediaTypeHeaderValue(_encoding.ContentType));
        var result = await SendAsync(request, events: 0, cancellationToken).ConfigureAwait(false);
        return
        [
            result.Outcome == DeliveryOutcome.Delivered
                ? new ProbeResult(ProbeStatus.Ok, $"{_address.GetLeftPart(UriPartial.Path)} accepts an empty request.")
                : new ProbeResult(ProbeStatus.Failed, result.Reason),
            new ProbeResult(ProbeStatus.Note, "OTLP keeps all 9 fractional digits of times. The storage may keep fewer."),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => _sender.Dispose();

    private async Task<DeliveryResult> SendAsync(HttpRequestMessage request, int events, CancellationToken cancellationToken)
    {
        if (await RequestHeaders.AddAsync(request, _options.Headers, _options, cancellationToken).ConfigureAwait(false)
            is { } rejected)
            return rejected;
        var (reply, failure) = await _sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return failure ?? OtlpReply.ToResult(reply!, events);
    }
}
