using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using OnePassword.Events.Pipeline;

namespace OnePassword.Events.Destinations.Splunk;

/// <summary>
/// Sends events and waits until Splunk has indexed them. Ids are unique per channel and indexer only, so that concurrent batches
/// have different channels. A channel is reused after its batch was confirmed: Splunk then has forgotten the id.
/// </summary>
internal sealed class HecAcknowledgment(HecClient client, SplunkOptions options)
{
    public static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(10);

    private static readonly DeliveryResult Disabled = DeliveryResult.Stop(
        $"The token has no indexer acknowledgment. {HecCodes.EnableAcknowledgment}");

    private readonly ConcurrentBag<string> _channels = [];
    private volatile bool _isEnabled; // Without acknowledgment, Splunk would index the events of each attempt.
    private volatile bool _wasDisabled; // Events were accepted without an id: the next ones need a proof.

    public async Task<DeliveryResult> SendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        var channel = _channels.TryTake(out var idle) ? idle : Guid.NewGuid().ToString();
        if (!_isEnabled)
        {
            if (await CheckAsync(channel, cancellationToken).ConfigureAwait(false) is { } disabled)
                return disabled;
            (_isEnabled, _wasDisabled) = (true, false);
        }
        var (reply, result) = await client.SendAsync(batch, channel, cancellationToken).ConfigureAwait(false);
        if (result.Outcome != DeliveryOutcome.Delivered)
            return result;
        if (reply!.AckId is not { } id)
        {
            (_isEnabled, _wasDisabled) = (false, true);
            return Unconfirmed(Disabled);
        }
        var failure = await WaitAsync(channel, id, CookiesOf(reply), cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            _isEnabled = failure.Outcome != DeliveryOutcome.Stop;
            return Unconfirmed(failure);
        }
        _channels.Add(channel);
        return result;
    }

    /// <summary>Returns whether the token has acknowledgments; null if it has, else the reason.</summary>
    public async Task<DeliveryResult?> CheckAsync(string channel, CancellationToken cancellationToken)
    {
        var (reply, failure) = await client.QueryAsync(channel, id: 0, cookies: null, cancellationToken).ConfigureAwait(false);
        if (failure is not null || ReadAcks(reply!) is null)
            return failure ?? Failure(reply!);

        // Some servers respond to queries of a token without acknowledgment. Only a token with it requires a channel.
        (reply, failure) = await client.SendNothingAsync(cancellationToken).ConfigureAwait(false);
        return reply?.Code switch
        {
            HecCodes.ChannelMissing => null,
            HecCodes.NoData => Disabled,
            _ => failure ?? (_wasDisabled ? Disabled : null),
        };
    }

    // The time starts after the events were sent, and there is always a query: else a slow batch would be repeated indefinitely.
    private async Task<DeliveryResult?> WaitAsync(string channel, long id, string? cookies, CancellationToken cancellationToken)
    {
        var start = options.Clock.GetTimestamp();
        for (var wait = FirstInterval; ;)
        {
            await Task.Delay(wait, options.Clock, cancellationToken).ConfigureAwait(false);
            var (reply, failure) = await client.QueryAsync(channel, id, cookies, cancellationToken).ConfigureAwait(false);
            if (failure is null && ReadAcks(reply!) is { } acks)
            {
                if (!acks.TryGetValue(id, out var isIndexed))
                    return DeliveryResult.Retry($"{reply!.Summary}. It does not contain the ackId of the events.");
                if (isIndexed)
                    return null;
            }
            else
            {
                failure ??= Failure(reply!);
                if (failure.Outcome != DeliveryOutcome.Retry || reply?.Http.IsSuccess == true)
                    return failure.Outcome == DeliveryOutcome.Split ? DeliveryResult.Retry(failure.Reason) : failure;
            }

            var left = options.AcknowledgmentTimeout - options.Clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                var limit = options.AcknowledgmentTimeout.TotalSeconds;
                return DeliveryResult.Retry(FormattableString.Invariant(
                    $"Splunk did not confirm within {limit:0.#} s that it indexed the events."));
            }
            wait = Backoff.Next(wait, LongestInterval);
            wait = wait < left ? wait : left;
        }
    }

    // A response without acks is never a confirmation, whatever its code.
    private static DeliveryResult Failure(HecReply reply) =>
        reply.ToResult() is { Outcome: not DeliveryOutcome.Delivered } result
            ? result
            : DeliveryResult.Retry($"{reply.Summary}. It contains no acknowledgment.");

    private static DeliveryResult Unconfirmed(DeliveryResult result) => result with { MayHaveArrived = true };

    /// <summary>Returns the acknowledgments by id; null if the response contains none.</summary>
    private static Dictionary<long, bool>? ReadAcks(HecReply reply)
    {
        using var json = reply.Http.IsSuccess ? reply.Http.TryParse() : null;
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("acks", out var acks) || acks.ValueKind != JsonValueKind.Object)
            return null;
        var result = new Dictionary<long, bool>();
        foreach (var ack in acks.EnumerateObject())
        {
            if (!long.TryParse(ack.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || ack.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                return null;
            result[id] = ack.Value.GetBoolean();
        }
        return result;
    }

    private static string? CookiesOf(HecReply reply) =>
        reply.Http.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0].Trim()))
            : null;
}
