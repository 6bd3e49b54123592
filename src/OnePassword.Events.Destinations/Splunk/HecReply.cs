using System.Text.Json;
using OnePassword.Events.Destinations.Http;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Destinations.Splunk;

/// <summary>A response of HEC.</summary>
/// <param name="Http">The response.</param>
/// <param name="Code">The code; null if the response does not come from HEC.</param>
/// <param name="Text">The text of the code.</param>
/// <param name="AckId">The id to query for the acknowledgment; null if the token has none.</param>
internal sealed record HecReply(HttpReply Http, long? Code, string Text, long? AckId)
{
    public static HecReply Parse(HttpReply reply)
    {
        using var json = reply.TryParse();
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return new HecReply(reply, null, "", null);
        var text = root.TryGetProperty("text", out var value) ? value.GetRawText().Trim('"') : "";
        return new HecReply(reply, Number(root, "code"), text, Number(root, "ackId"));
    }

    /// <summary>Gets the status, the code and its text, for messages.</summary>
    public string Summary => Code is null
        ? Http.Summary
        : SafeText.Line(FormattableString.Invariant($"HTTP {Http.Status}: {Text} (code {Code})"));

    public DeliveryResult ToResult() => HecCodes.Find(Code, Http.Status) switch
    {
        null when Http.IsSuccess => DeliveryResult.Retry($"{Summary}. It is not a response of HEC.") with
        {
            Status = Http.Status,
            MayHaveArrived = true,
        },
        null => Http.ToResult(),
        (HecAction.Accept, _) => DeliveryResult.Delivered,
        (HecAction.SlowDown, var advice) => DeliveryResult.Delivered with { Warning = $"{Summary}. {advice}" },
        (HecAction.Retry, _) => DeliveryResult.Retry(Summary, Http.RetryAfter) with
        {
            Status = Http.Status,
            MayHaveArrived = Http.Status >= 500,
        },
        (HecAction.Split, _) => DeliveryResult.Split(Summary, Http.Status) with { MayHaveArrived = true },
        (HecAction.ReplaceToken, var advice) => DeliveryResult.Stop($"{Summary}. {advice}{Http.SecretSentence}") with
        {
            Status = Http.Status,
            SecretRejected = true,
        },
        (_, var advice) => DeliveryResult.Stop($"{Summary}. {advice}") with { Status = Http.Status },
    };

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : null;
}
