namespace OnePassword.Events.Destinations.Splunk;

/// <summary>Checks HEC without sending an event.</summary>
internal sealed class HecProbe(HecClient client, HecEnvelope envelope, SplunkOptions options)
{
    public async Task<IReadOnlyList<ProbeResult>> RunAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken)
    {
        var (health, failure) = await client.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
        var state = failure ?? health!.ToResult();
        if (state.Outcome != DeliveryOutcome.Delivered)
            return [new ProbeResult(ProbeStatus.Failed, state.Reason)];
        var healthy = new ProbeResult(ProbeStatus.Ok, "The HTTP Event Collector is healthy.");

        var (reply, sendFailure) = await client.SendNothingAsync(cancellationToken).ConfigureAwait(false);
        var token = sendFailure ?? reply!.ToResult();
        var isValid = reply is { Http.Status: 400, Code: HecCodes.NoData or HecCodes.ChannelMissing }
            || token.Outcome == DeliveryOutcome.Delivered;
        if (!isValid)
            return [healthy, new ProbeResult(ProbeStatus.Failed, token.Reason)];
        return
        [
            healthy,
            new ProbeResult(ProbeStatus.Ok, "The token is valid."),
            await CheckAcknowledgmentAsync(reply!, cancellationToken).ConfigureAwait(false),
            Index(origins),
            new ProbeResult(ProbeStatus.Ok, "Event times keep all nine fractional digits."),
        ];
    }

    private async Task<ProbeResult> CheckAcknowledgmentAsync(HecReply reply, CancellationToken cancellationToken)
    {
        if (!options.Acknowledgment)
            return reply.Code == HecCodes.ChannelMissing
                ? new ProbeResult(ProbeStatus.Failed, reply.ToResult().Reason)
                : new ProbeResult(
                    ProbeStatus.Note, "Acknowledgment is off: Splunk accepts events, but does not confirm that it indexed them.");
        var failure = await new HecAcknowledgment(client, options).CheckAsync(Guid.NewGuid().ToString(), cancellationToken)
            .ConfigureAwait(false);
        return failure is null
            ? new ProbeResult(ProbeStatus.Ok, "Acknowledgment is on: Splunk confirms that events are indexed.")
            : new ProbeResult(ProbeStatus.Failed, failure.Reason);
    }

    private ProbeResult Index(IReadOnlyList<EventOrigin> origins)
    {
        var indexes = origins.Select(origin => envelope.IndexOf(origin.Feed)).Distinct(StringComparer.Ordinal)
            .Select(index => index is null ? "the default index of the token" : $"'{index}'");
        return new ProbeResult(
            ProbeStatus.Note,
            $"Splunk checks the index with the first event: {string.Join(", ", indexes)}. An unknown index stops the delivery.");
    }
}
