using OnePassword.Events.Destinations.Http;

namespace OnePassword.Events.Destinations.Sentinel;

/// <summary>The meaning of a response of the Logs Ingestion API.</summary>
internal static class SentinelReply
{
    /// <summary>Gets the limitations of the service, for the check of the configuration.</summary>
    public static IReadOnlyList<ProbeResult> Notes { get; } =
    [
        new(ProbeStatus.Note,
            "TimeGenerated has the event time, up to 2 days in the past. The service replaces an older one by the time of "
            + "receipt. The column timestamp always has the event time."),
        new(ProbeStatus.Note,
            "The columns TimeGenerated and timestamp keep 7 of 9 fractional digits. The column timestamp_text keeps all."),
        new(ProbeStatus.Note,
            "The service drops columns that the rule does not declare, and reports no stored rows. "
            + "Deploy the rule from 'op-events config sentinel-dcr'."),
    ];

    public static DeliveryResult ToResult(HttpReply reply)
    {
        var coded = reply.Headers.TryGetValues("x-ms-error-code", out var codes) ? reply with { Code = codes.First() } : reply;
        return coded.Status switch
        {
            204 => DeliveryResult.Delivered,
            < 300 => Stop($"{coded.Summary}, and the service responds with 204. Check the endpoint."),
            401 => Stop($"{coded.Summary}. Check that the endpoint and the identity are in the same cloud and tenant."),
            403 => Stop($"{coded.Summary}. Assign the role Monitoring Metrics Publisher on the data collection rule to the "
                + "identity. It takes effect within 30 minutes."),
            404 => Stop($"{coded.Summary}. Check the endpoint, the immutable ID of the rule and the name of the stream."),
            _ => coded.ToResult(),
        };

        DeliveryResult Stop(string reason) => DeliveryResult.Stop(reason) with { Status = coded.Status };
    }
}
