using System.Buffers;
using System.Net.Http.Headers;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations;

/// <summary>An HTTPS endpoint that receives events as lines of JSON.</summary>
public sealed class HttpsDestination : IEventDestination
{
    private static readonly BatchBody Lines = new("application/x-ndjson");

    private readonly HttpsOptions _options;
    private readonly HttpSender _sender;

    /// <summary>Initializes a new instance of the <see cref="HttpsDestination"/> class.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The address is not https, or http on loopback.</exception>
    public HttpsDestination(HttpsOptions options)
    {
        _sender = new HttpSender(options);
        _options = options;
    }

    /// <inheritdoc/>
    public string Name => $"{_options.Url.GetLeftPart(UriPartial.Authority)}";

    /// <inheritdoc/>
    public string Guarantee => "at least once";

    /// <inheritdoc/>
    public BatchLimits Limits { get; } = new();

    /// <inheritdoc/>
    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output)
    {
        _options.Format.Write(rawEvent, origin, output);
        output.Write("\n"u8);
    }

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Url);
        if (_options.BearerToken is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Bearer", await token.ReadAsync(cancellationToken).ConfigureAwait(false));
        _sender.SetBody(request, batch, Lines);
        var (reply, failure) = await _sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return failure ?? reply!.ToResult();
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ProbeResult>>(
            [new ProbeResult(ProbeStatus.Note, "The endpoint has no check that sends no event.")]);

    /// <inheritdoc/>
    public void Dispose() => _sender.Dispose();
}
