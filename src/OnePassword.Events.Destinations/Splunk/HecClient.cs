using System.Net.Http.Headers;
using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Splunk;

/// <summary>The requests of HEC.</summary>
internal sealed class HecClient(SplunkOptions options) : IDisposable
{
    private static readonly BatchBody Envelopes = new("application/json");
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpSender _sender = new(options);

    /// <summary>Sends events.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="channel">The channel of the acknowledgment; null for none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<(HecReply? Reply, DeliveryResult Result)> SendAsync(
        EventBatch batch, string? channel, CancellationToken cancellationToken)
    {
        using var request = _sender.Request(HttpMethod.Post, "services/collector/event");
        _sender.SetBody(request, batch, Envelopes);
        var (reply, failure) = await RequestAsync(request, channel, cancellationToken).ConfigureAwait(false);
        var result = failure ?? reply!.ToResult();
        if (result.Warning is not null) // The queue is almost full. The turn of the batch ends later, so that less is sent.
            await Task.Delay(Pause, options.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (reply, result);
    }

    /// <summary>Sends no events: the response shows whether the token is valid.</summary>
    public async Task<(HecReply? Reply, DeliveryResult? Failure)> SendNothingAsync(CancellationToken cancellationToken)
    {
        using var request = _sender.Request(HttpMethod.Post, "services/collector/event");
        HttpSender.SetJson(request, default);
        return await RequestAsync(request, channel: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Queries the acknowledgment of events.</summary>
    /// <param name="channel">The channel in which they were sent.</param>
    /// <param name="id">The id in the response to them.</param>
    /// <param name="cookies">The cookies in that response, with which a load balancer finds the same indexer.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<(HecReply? Reply, DeliveryResult? Failure)> QueryAsync(
        string channel, long id, string? cookies, CancellationToken cancellationToken)
    {
        using var request = _sender.Request(HttpMethod.Post, $"services/collector/ack?channel={channel}");
        HttpSender.SetJson(request, System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{{\"acks\":[{id}]}}")));
        if (cookies is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        return await RequestAsync(request, channel, cancellationToken).ConfigureAwait(false);
    }

    public async Task<(HecReply? Reply, DeliveryResult? Failure)> CheckHealthAsync(CancellationToken cancellationToken)
    {
        using var request = _sender.Request(HttpMethod.Get, "services/collector/health");
        return await RequestAsync(request, channel: null, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _sender.Dispose();

    private async Task<(HecReply? Reply, DeliveryResult? Failure)> RequestAsync(
        HttpRequestMessage request, string? channel, CancellationToken cancellationToken)
    {
        var token = await options.Token.ReadAsync(cancellationToken).ConfigureAwait(false);
        request.Headers.Authorization = new AuthenticationHeaderValue("Splunk", token);
        if (channel is not null)
            request.Headers.Add("X-Splunk-Request-Channel", channel);
        var (reply, failure) = await _sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return (reply is null ? null : HecReply.Parse(reply), failure);
    }
}
