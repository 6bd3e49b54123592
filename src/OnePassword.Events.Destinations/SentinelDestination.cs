using System.Buffers;
using System.Net.Http.Headers;
using OnePassword.Events.Destinations.Azure;
using OnePassword.Events.Destinations.Http;
using OnePassword.Events.Destinations.Sentinel;

namespace OnePassword.Events.Destinations;

/// <summary>A table of Microsoft Sentinel, through the Logs Ingestion API of Azure Monitor.</summary>
/// <remarks>
/// An event becomes a row with the columns of the 1Password solution. The column <c>event_original</c> has the whole event, so
/// that fields without a column are kept.
/// </remarks>
public sealed class SentinelDestination : IEventDestination
{
    private static readonly BatchBody Rows = new("application/json")
    {
        Opening = "["u8.ToArray(),
        Separator = ","u8.ToArray(),
        Closing = "]"u8.ToArray(),
    };

    private readonly SentinelOptions _options;
    private readonly HttpSender _sender;
    private readonly SocketsHttpHandler? _local;
    private readonly HttpSender _tokenSender;
    private readonly AccessTokens _tokens;

    /// <summary>Initializes a new instance of the <see cref="SentinelDestination"/> class.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">
    /// The address is not https, or http on loopback, or the ID of the rule or the name of the stream is invalid.
    /// </exception>
    public SentinelDestination(SentinelOptions options)
    {
        _sender = new HttpSender(options);
        ThrowIfInvalid(options.RuleId, "dcr-", "The ID of the data collection rule");
        ThrowIfInvalid(options.Stream, "Custom-", "The name of the stream");
        _options = options;
        if (options.Credential.IsLocal && options.Handler is null)
            _local = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        _tokenSender = _local is null ? _sender : new HttpSender(options with { Handler = _local });
        _tokens = new AccessTokens(options.Credential, AzureCloud.Of(options.Url), _tokenSender, options.Clock);
    }

    /// <summary>
    /// Gets a template of Azure Resource Manager, in JSON, with the table, the data collection rule and the role assignment.
    /// </summary>
    public static string DeploymentTemplate => SentinelTemplate.Text;

    /// <inheritdoc/>
    public string Name => $"Microsoft Sentinel at {_options.Url.GetLeftPart(UriPartial.Authority)}";

    /// <inheritdoc/>
    public string Guarantee => "at least once; accepted, since the service does not report which rows it stored";

    /// <summary>Gets the limits of a batch: 1,000,000 bytes per call, with the brackets and commas of the array.</summary>
    public BatchLimits Limits { get; } = new() { MaxBytes = 998_000 };

    /// <inheritdoc/>
    public void Write(in RawEvent rawEvent, EventOrigin origin, IBufferWriter<byte> output) =>
        SentinelRow.Write(rawEvent, origin, output);

    /// <inheritdoc/>
    public Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return PostAsync(request => _sender.SetBody(request, batch, Rows), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken = default)
    {
        var (_, _, noToken) = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        if (noToken is not null)
            return [new ProbeResult(ProbeStatus.Failed, noToken.Reason)];
        var result = await PostAsync(
            request => HttpSender.SetJson(request, "[]"u8.ToArray()), cancellationToken).ConfigureAwait(false);
        return
        [
            new ProbeResult(ProbeStatus.Ok, $"Microsoft Entra issued an access token for {_options.Credential.Description}."),
            result.Outcome == DeliveryOutcome.Delivered
                ? new ProbeResult(ProbeStatus.Ok, $"{_options.RuleId} accepts the stream {_options.Stream} from this identity.")
                : new ProbeResult(ProbeStatus.Failed, result.Reason),
            .. SentinelReply.Notes,
        ];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tokens.Dispose();
        _tokenSender.Dispose();
        _local?.Dispose();
        _sender.Dispose();
    }

    private async Task<DeliveryResult> PostAsync(Action<HttpRequestMessage> setBody, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (token, isNew, noToken) = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
            if (token is null)
                return noToken!;
            using var request = _sender.Request(
                HttpMethod.Post, $"/dataCollectionRules/{_options.RuleId}/streams/{_options.Stream}?api-version=2023-01-01");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
            setBody(request);
            var (reply, failure) = await _sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (reply is not { Status: 401 })
                return failure ?? SentinelReply.ToResult(reply!);

            // A cached token can be revoked. A new one that is rejected is a fault of the configuration.
            _tokens.Drop(token);
            if (isNew)
                return SentinelReply.ToResult(reply);
        }
    }

    private static void ThrowIfInvalid(string value, string prefix, string what)
    {
        if (value?.StartsWith(prefix, StringComparison.Ordinal) != true || value.Length == prefix.Length
            || !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException($"{what} must be '{prefix}' and letters, digits, hyphens or underscores.", nameof(value));
    }
}
