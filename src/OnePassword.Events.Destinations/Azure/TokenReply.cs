using System.Globalization;
using System.Text.Json;
using OnePassword.Events.Destinations.Http;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Destinations.Azure;

/// <summary>Reads the response of a token endpoint.</summary>
internal static class TokenReply
{
    private const int MaxQuote = 300;

    public static (AccessToken? Token, DeliveryResult? Failure) Read(
        HttpReply reply, AzureCredential credential, DateTimeOffset now)
    {
        using var json = reply.TryParse();
        var body = json?.RootElement is { ValueKind: JsonValueKind.Object } root ? root : default;
        if (reply.IsSuccess && Text(body, "access_token") is { Length: > 0 } token && Expiry(body, now) is { } expiry)
            return (new AccessToken(token, now, expiry), null);

        var reason = $"there is no access token for {credential.Description}: {Summary(reply, body)}";
        return (null, IsTemporary(reply, credential, body)
            ? DeliveryResult.Retry(reason, reply.RetryAfter) with { Status = reply.Status }
            : DeliveryResult.Stop($"{reason}. {Advice(credential)}{reply.SecretSentence}") with
            {
                Status = reply.Status,
                SecretRejected = true,
            });
    }

    /// <summary>Returns the result if the token endpoint does not respond. Nothing was sent to the destination.</summary>
    public static DeliveryResult Unreachable(AzureCredential credential, DeliveryResult failure)
    {
        var reason = $"there is no access token for {credential.Description}: {failure.Reason}";
        return failure.Outcome == DeliveryOutcome.Stop ? DeliveryResult.Stop(reason) : DeliveryResult.Retry(reason);
    }

    // The metadata service responds with 404 and 410 while it is updated.
    private static bool IsTemporary(HttpReply reply, AzureCredential credential, JsonElement body) =>
        reply.IsSuccess || reply.Status is 408 or 429 or >= 500
        || (credential.IsLocal && reply.Status is 404 or 410)
        || Text(body, "error") == "temporarily_unavailable";

    private static string Advice(AzureCredential credential) => credential.IsLocal
        ? "Assign the identity to this machine or service."
        : "Check the tenant, the client and the value of its secret.";

    // The description ends with identifiers of the request, from "Trace ID" on.
    private static string Summary(HttpReply reply, JsonElement body)
    {
        if (Text(body, "error") is not { } error)
            return reply.IsSuccess ? $"HTTP {reply.Status}, without a token" : reply.Summary;
        var description = (Text(body, "error_description") ?? "").Split("Trace ID", 2)[0];
        description = SafeText.Line(description[..Math.Min(description.Length, MaxQuote)]).Trim().TrimEnd('.');
        return FormattableString.Invariant($"HTTP {reply.Status} ({SafeText.Line(error)})")
            + (description.Length > 0 ? $": {description}" : "");
    }

    // A managed identity caches tokens, so that expires_in may count from an earlier time than now.
    private static DateTimeOffset? Expiry(JsonElement body, DateTimeOffset now) =>
        Number(body, "expires_on") is { } on && on < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(on)
        : Number(body, "expires_in") is { } seconds and < int.MaxValue ? now.AddSeconds(seconds)
        : null;

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
            : null;

    private static long? Number(JsonElement body, string name) =>
        long.TryParse(Text(body, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
