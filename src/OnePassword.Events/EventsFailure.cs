namespace OnePassword.Events;

/// <summary>Specifies why a request to the API failed. Later versions may add values.</summary>
public enum EventsFailure
{
    /// <summary>400: the server rejected the request.</summary>
    BadRequest,

    /// <summary>
    /// 400 for a request with a cursor. The cursor is malformed, expired, or from another feed, API version or account. Restart
    /// from a time.
    /// </summary>
    CursorRejected,

    /// <summary>401 or 403: the token is wrong, expired or revoked, or was issued without this feed.</summary>
    TokenRejected,

    /// <summary>401 or 403, and the token itself says that it was issued without this feed.</summary>
    FeatureMissing,

    /// <summary>429: too many requests, and the required wait is longer than the time that the request has left.</summary>
    RateLimited,

    /// <summary>408 or 5xx: the server failed in every attempt.</summary>
    ServerFailed,

    /// <summary>A status that the API does not document.</summary>
    UnexpectedStatus,

    /// <summary>A redirect. The client does not follow it, because that would send the token to another address.</summary>
    Redirected,

    /// <summary>Status 200 with an empty body.</summary>
    EmptyResponse,

    /// <summary>Status 200 with a body that is not JSON, such as the page of a proxy.</summary>
    NotJson,

    /// <summary>Status 200 with JSON that is malformed or cut off.</summary>
    MalformedJson,

    /// <summary>Status 200 with JSON that does not conform to the API, such as a page without a cursor.</summary>
    UnexpectedResponse,

    /// <summary>The server keeps reporting more events, but sends nothing new and does not move the cursor.</summary>
    NoProgress,

    /// <summary>The response is larger than <see cref="EventsResilienceOptions.MaxResponseBytes"/>.</summary>
    TooLarge,

    /// <summary>The client could not connect, or lost the connection.</summary>
    Unreachable,

    /// <summary>TLS failed, for example because the certificate of the server is invalid.</summary>
    TlsFailure,

    /// <summary>No response arrived in time.</summary>
    TimedOut,

    /// <summary>The request was not sent: the feed kept failing, and its circuit breaker is open.</summary>
    CircuitOpen,

    /// <summary>
    /// A proxy rejected the connection: it requires credentials (407) or blocks the address (403). Not retried.
    /// </summary>
    ProxyRejected,
}
