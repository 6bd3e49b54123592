using System.Globalization;

namespace OnePassword.Events.Pipeline.Transport;

/// <summary>A response whose body cannot be one of the API's.</summary>
internal sealed class UnusableBodyException(EventsFailure reason, string message) : Exception(message)
{
    public EventsFailure Reason { get; } = reason;

    /// <summary>Whether another attempt may bring a whole one.</summary>
    public bool IsTransient => Reason is EventsFailure.EmptyResponse or EventsFailure.NotJson or EventsFailure.MalformedJson;

    public static UnusableBodyException TooLarge(int bound) => new(EventsFailure.TooLarge, string.Create(
        CultureInfo.InvariantCulture, $"the response is larger than {bound:N0} bytes; request smaller pages, or raise EventsResilienceOptions.MaxResponseBytes."));

    public static UnusableBodyException Empty() => new(EventsFailure.EmptyResponse, "the server's answer is empty.");

    public static UnusableBodyException DamagedCompression() => new(EventsFailure.MalformedJson, "the server's answer is compressed, and damaged.");

    public static UnusableBodyException Redirected() => new(
        EventsFailure.Redirected, "the HttpClient followed a redirect to another address, whose answer is not taken; set AllowAutoRedirect = false on its handler.");

    public static UnusableBodyException NotJson() => new(
        EventsFailure.NotJson, "the server's answer is not JSON; something on the way, such as a proxy, may have answered instead.");
}
