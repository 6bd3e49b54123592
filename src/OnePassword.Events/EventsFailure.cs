namespace OnePassword.Events;

/// <summary>Why the API could not give what was asked for. More reasons can come.</summary>
public enum EventsFailure
{
    /// <summary>400: the server does not take the request.</summary>
    BadRequest,

    /// <summary>400 on a cursor: it is damaged, too old, or of another feed, version or account. Start again from a time.</summary>
    CursorRejected,

    /// <summary>401 or 403: the token is wrong, expired or revoked, or was issued without this feed.</summary>
    TokenRejected,

    /// <summary>401, and the token itself says that it was issued without this feed.</summary>
    FeatureMissing,

    /// <summary>429: too many requests, and the wait is longer than the time that the request has.</summary>
    RateLimited,

    /// <summary>408 or 5xx: the server failed, each time it was tried.</summary>
    ServerFailed,

    /// <summary>A status that the API does not document.</summary>
    UnexpectedStatus,

    /// <summary>A redirect, which is not followed: the token would go along.</summary>
    Redirected,

    /// <summary>Success, but nothing in it.</summary>
    EmptyResponse,

    /// <summary>Success, but something other than JSON, such as a proxy's page.</summary>
    NotJson,

    /// <summary>Success, but the JSON is damaged or ends in the middle.</summary>
    MalformedJson,

    /// <summary>Success and JSON, but not what the API promises, such as a page without a cursor.</summary>
    UnexpectedResponse,

    /// <summary>The server keeps promising more, sends nothing and does not move.</summary>
    NoProgress,

    /// <summary>The answer is larger than <see cref="EventsResilienceOptions.MaxResponseBytes"/>.</summary>
    TooLarge,

    /// <summary>No connection, or it broke off.</summary>
    Unreachable,

    /// <summary>No secure connection: the server's certificate was refused, or TLS failed otherwise.</summary>
    TlsFailure,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>Not tried: the feed has kept failing and is left alone for a while.</summary>
    CircuitOpen,

    /// <summary>A proxy refused to connect: it requires credentials (407), or does not allow the address (403). Not retried.</summary>
    ProxyRejected,
}
