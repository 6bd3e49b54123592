using System.Globalization;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>The server responded with success, but the response is not a valid API response.</summary>
internal sealed class InvalidResponseException(EventsFailure reason, string problem, string? remedy = null) : Exception(problem)
{
    public const string Malformed = "the response is malformed JSON, was cut off, or does not have the documented form.";

    public EventsFailure Reason { get; } = reason;

    /// <summary>The remedy for a program; null if there is none.</summary>
    public string? Remedy { get; } = remedy;

    /// <summary>Whether another attempt may return a valid response.</summary>
    public bool IsTransient => Reason is not (EventsFailure.TooLarge or EventsFailure.Redirected);

    public static InvalidResponseException TooLarge(int bound) => new(EventsFailure.TooLarge, string.Create(
        CultureInfo.InvariantCulture,
        $"the response is larger than {bound:N0} bytes."),
        "Request smaller pages, or raise EventsResilienceOptions.MaxResponseBytes.");

    public static InvalidResponseException Empty() => new(EventsFailure.EmptyResponse, "the response is empty.");

    public static InvalidResponseException MalformedCompression() => new(
        EventsFailure.MalformedJson, "the response cannot be decompressed.");

    public static InvalidResponseException Redirected() => new(
        EventsFailure.Redirected,
        "the HttpClient followed a redirect to another address, whose response is rejected.",
        "Set AllowAutoRedirect = false on its handler.");

    public static InvalidResponseException NotJson() => new(
        EventsFailure.NotJson, "the response is not JSON. It may come from a proxy instead of the server.");

    /// <param name="problem">Why it is not a page of events.</param>
    public static InvalidResponseException NotAPage(string problem) => new(
        EventsFailure.UnexpectedResponse, $"the response is not a page of events: {problem}.");
}
