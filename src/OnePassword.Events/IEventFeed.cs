namespace OnePassword.Events;

/// <summary>A feed of any version, for those who take its events as the server sent them.</summary>
public interface IEventFeed
{
    /// <summary>The feed's name, one of <see cref="FeedNames"/>; also the feature that the token needs.</summary>
    string Name { get; }

    /// <summary>Reads events as the bytes that the server sent, page by page, without making objects of them.</summary>
    /// <param name="query">Which events; null for <see cref="EventQuery.All"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Pages; nothing is asked of the server before they are enumerated.</returns>
    /// <exception cref="EventsApiException">The server refused or failed.</exception>
    /// <exception cref="EventsResponseException">The server's answer is not what the API promises.</exception>
    /// <exception cref="EventsConnectionException">The server could not be reached, or did not answer in time.</exception>
    IAsyncEnumerable<RawEventPage> ReadRawAsync(EventQuery? query = null, CancellationToken cancellationToken = default);
}
