using System.Buffers;
using System.Globalization;
using OnePassword.Events.Destinations.Http;
using OnePassword.Events.Destinations.Https;

namespace OnePassword.Events.Destinations;

/// <summary>An HTTPS endpoint that receives events as JSON.</summary>
public sealed class HttpsDestination : IEventDestination
{
    private readonly HttpsOptions _options;
    private readonly HttpSender _sender;
    private readonly HttpsEncoder _encoder;
    private readonly GoogleAccessToken? _google;
    private readonly HttpsHeaders _headers;

    /// <summary>Initializes a new instance of the <see cref="HttpsDestination"/> class.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">The address is not https, or http on loopback, or options are invalid.</exception>
    public HttpsDestination(HttpsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        HttpsHeaders.ThrowIfInvalid(options);
        _sender = new HttpSender(options);
        _options = options;
        _encoder = new HttpsEncoder(options);
        _google = options.GoogleServiceAccount is null ? null : new GoogleAccessToken(options, _sender);
        _headers = new HttpsHeaders(options, _google);
        Limits = options.Preset is null
            ? options.Limits with { Remedy = "If the endpoint accepts it, raise batch_size." }
            : options.Limits;
        Name = options.Preset is { } preset
            ? $"{preset.Name} at {options.Url.GetLeftPart(UriPartial.Authority)}"
            : HttpsAddress.Text(options);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Guarantee => "at least once";

    /// <inheritdoc/>
    public BatchLimits Limits { get; }

    /// <inheritdoc/>
    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output) =>
        _encoder.Write(rawEvent, origin, output);

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (await UrlAsync(cancellationToken).ConfigureAwait(false) is not { } url)
            return DeliveryResult.Stop($"The secret end of the address is not a path.{_options.SecretSentence}") with
            {
                SecretRejected = true,
            };
        using var request = new HttpRequestMessage(_options.Method, url);
        _sender.SetBody(request, batch, _encoder.BodyOf(batch.Origin));
        if (await _headers.AuthorizeAsync(request, cancellationToken).ConfigureAwait(false) is { } unauthorized)
            return unauthorized;
        await _headers.DescribeAsync(request, batch, cancellationToken).ConfigureAwait(false);
        var (reply, failure) = await _sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var result = failure ?? ToResult(reply!);
        if (result.SecretRejected)
            _google?.Forget();
        return result;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default) =>
        new HttpsProbe(_options, _sender, _headers).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _sender.Dispose();

    private async ValueTask<Uri?> UrlAsync(CancellationToken cancellationToken)
    {
        if (_options.PathSecret is not { } secret)
            return _options.Url;
        var path = await secret.ReadAsync(cancellationToken).ConfigureAwait(false);
        return Uri.TryCreate($"{_options.Url.AbsoluteUri.TrimEnd('/')}/{path}", UriKind.Absolute, out var url) ? url : null;
    }

    private DeliveryResult ToResult(HttpReply reply)
    {
        var statuses = _options.SuccessStatuses;
        if (statuses.Contains(reply.Status))
            return DeliveryResult.Delivered;
        if (reply.Status == 404 && _options.PathSecret is not null)
            return DeliveryResult.Stop($"{reply.Summary}. Check the address and its secret.{reply.SecretSentence}") with
            {
                Status = reply.Status,
                SecretRejected = true,
            };
        if (statuses.Count == 0 || !reply.IsSuccess)
            return reply.ToResult();
        var expected = string.Join(", ", statuses.Select(status => status.ToString(CultureInfo.InvariantCulture)));
        return DeliveryResult.Stop($"{reply.Summary}. The statuses of success are {expected}. Check the address.") with
        {
            Status = reply.Status,
            MayHaveArrived = true,
        };
    }
}
