using OnePassword.Events.Destinations.Http;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Destinations.Otlp;

/// <summary>The meaning of a response to OTLP logs.</summary>
internal static class OtlpReply
{
    public static DeliveryResult ToResult(HttpReply reply, int events) => reply.Status switch
    {
        >= 200 and < 300 => Success(reply, events),
        400 or 413 or 422 => DeliveryResult.Split(reply.Summary, reply.Status),
        429 or 502 or 503 or 504 or 401 or (>= 300 and < 400) or 403 or 404 or 405 => reply.ToResult(),

        // The specification does not allow a retry. Halves would be one, so an operator decides.
        _ => DeliveryResult.Stop($"{reply.Summary}. OTLP does not allow a retry of this status. Check the receiver.") with
        {
            Status = reply.Status,
            MayHaveArrived = reply.Status >= 500,
        },
    };

    private static DeliveryResult Success(HttpReply reply, int events)
    {
        if (PartialSuccess.Parse(reply.Body) is not { } partial)
            return DeliveryResult.Stop($"{reply.Summary}. This is not a response of OTLP. Check the address.") with
            {
                Status = reply.Status,
            };
        var message = SafeText.Line(partial.Message).Trim();
        if (partial.Rejected <= 0)
            return DeliveryResult.Delivered with { Warning = message.Length > 0 ? message : null };
        var reason = FormattableString.Invariant(
            $"The receiver rejected {partial.Rejected} of these {events} events and does not say which: {message}");
        return DeliveryResult.Delivered with
        {
            Rejected = [.. Enumerable.Range(0, events).Select(index => new RejectedEvent(index, reason, reply.Status))],
            RejectedCount = (int)Math.Min(partial.Rejected, events),
        };
    }
}
