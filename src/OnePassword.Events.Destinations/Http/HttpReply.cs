using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Destinations.Http;

/// <summary>The response of a service, with at most <see cref="MaxLength"/> bytes of its body.</summary>
internal sealed record HttpReply(HttpStatusCode StatusCode, ReadOnlyMemory<byte> Body, HttpResponseHeaders Headers)
{
    public const int MaxLength = 16 << 20;

    /// <summary>A shorter value of a header is not treated as a secret.</summary>
    public const int MinSecret = 6;

    private const int MaxQuote = 200;
    private const string Redacted = "[redacted]";

    public int Status => (int)StatusCode;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Gets the wait that the response requests.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the values that no message may contain.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <inheritdoc cref="HttpDestinationOptions.SecretSentence"/>
    public string SecretSentence { get; init; } = "";

    /// <summary>Gets the name of the error, if the protocol has one apart from the body.</summary>
    public string? Code { get; init; }

    /// <summary>Gets the status, the name of the error and the beginning of the body, for messages.</summary>
    public string Summary
    {
        get
        {
            // Redacted before it is shortened, so that no part of a secret remains.
            var text = Encoding.UTF8.GetString(Body.Span[..Math.Min(Body.Length, 100 * MaxQuote)]);
            text = Secrets.Aggregate(text, (rest, secret) => rest.Replace(secret, Redacted, StringComparison.Ordinal));
            text = SafeText.Line(text[..Math.Min(text.Length, MaxQuote)]).Trim();
            var code = Code is null ? "" : $" ({SafeText.Line(Code)})";
            return FormattableString.Invariant($"HTTP {Status}{code}{(text.Length > 0 ? $": {text}" : "")}");
        }
    }

    /// <summary>Parses the body as JSON; null if it is not JSON. The caller disposes of the document.</summary>
    public JsonDocument? TryParse()
    {
        try
        {
            return JsonDocument.Parse(Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns the result for a status that the protocol of the destination does not define: the same for all HTTP destinations.
    /// </summary>
    public DeliveryResult ToResult() => Status switch
    {
        >= 200 and < 300 => DeliveryResult.Delivered,
        408 or 425 or 429 or >= 500 => DeliveryResult.Retry(Summary, RetryAfter) with
        {
            Status = Status,
            MayHaveArrived = Status is 408 or >= 500,
        },
        401 or 403 => DeliveryResult.Stop($"{Summary}. Check the token and its rights.{SecretSentence}") with
        {
            Status = Status,
            SecretRejected = true,
        },
        404 or 405 => DeliveryResult.Stop($"{Summary}. Check the address.") with { Status = Status },
        < 400 => DeliveryResult.Stop($"{Summary}. The address redirects, which is not followed. Use the new address.") with
        {
            Status = Status,
        },
        _ => DeliveryResult.Split(Summary, Status),
    };
}
