namespace OnePassword.Events;

/// <summary>What an <see cref="EventsClient"/> can be told beyond its token.</summary>
public sealed record EventsClientOptions
{
    /// <summary>Where the account's events are.</summary>
    /// <value>Null: as the token says, <see cref="EventsRegion.FromToken"/>.</value>
    public EventsRegion? Region { get; init; }

    /// <summary>The application, as it is named in the <c>User-Agent</c> before this library: <c>product/version</c>.</summary>
    /// <value>Null: only this library is named.</value>
    public string? Application { get; init; }

    /// <summary>The clock that relative queries count back from.</summary>
    /// <value>The system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
