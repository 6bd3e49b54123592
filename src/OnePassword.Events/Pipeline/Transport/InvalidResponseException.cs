using System.Globalization;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>The server responded with success, but its response is not one of the API's.</summary>
internal sealed class InvalidResponseException(EventsFailure reason, string message) : Exception(message)
{
    public EventsFailure Reason { get; } = reason;

    /// <summary>Whether another attempt may bring a valid response.</summary>
    public bool IsTransient => Reason is not (EventsFailure.TooLarge or EventsFailure.Redirected);

    public static InvalidResponseException TooLarge(int bound) => new(EventsFailure.TooLarge, string.Create(
        CultureInfo.InvariantCulture, $"the response is larger than {bound:N0} bytes; request smaller pages, or raise EventsResilienceOptions.MaxResponseBytes."));

    public static InvalidResponseException Empty() => new(EventsFailure.EmptyResponse, "the server's answer is empty.");

    public static InvalidResponseException DamagedCompression() => new(EventsFailure.MalformedJson, "the server's answer is compressed, and damaged.");

    public static InvalidResponseException Redirected() => new(
        EventsFailure.Redirected, "the HttpClient followed a redirect to another address, whose answer is not taken; set AllowAutoRedirect = false on its handler.");

    public static InvalidResponseException NotJson() => new(
        EventsFailure.NotJson, "the server's answer is not JSON; something on the way, such as a proxy, may have answered instead.");

    public static InvalidResponseException MalformedJson() => new(
        EventsFailure.MalformedJson, "the server's answer is damaged JSON, was cut off, or is not what the API promises.");

    /// <param name="problem">What is wrong with it as a page of events.</param>
    public static InvalidResponseException NotAPage(string problem) => new(
        EventsFailure.UnexpectedResponse, $"the server's answer is no page of events: {problem}.");
}
