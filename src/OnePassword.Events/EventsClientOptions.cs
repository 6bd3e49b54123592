using Microsoft.Extensions.Logging;

namespace OnePassword.Events;

/// <summary>Configures an <see cref="EventsClient"/>. The configuration of an application can be bound to it.</summary>
public sealed class EventsClientOptions
{
    /// <summary>
    /// Gets or sets the token. It is used if neither <see cref="TokenProvider"/> nor a constructor provides one.
    /// </summary>
    /// <value>Default: null.</value>
    public EventsToken? Token { get; set; }

    /// <summary>
    /// Gets or sets the provider that returns the token before each attempt, so that it can be replaced while the client runs.
    /// </summary>
    /// <value>Default: null; <see cref="Token"/> is used.</value>
    /// <remarks>With a provider, <see cref="Region"/> is required: the client knows no token yet that names the region.</remarks>
    public EventsTokenProvider? TokenProvider { get; set; }

    /// <summary>
    /// Gets or sets the location of the account's events. In configuration: <c>us</c>, <c>ca</c>, <c>eu</c>, <c>ent</c> or an
    /// address.
    /// </summary>
    /// <value>Default: null; the token names it (<see cref="EventsRegion.FromToken(EventsToken)"/>).</value>
    public EventsRegion? Region { get; set; }

    /// <summary>
    /// Gets or sets the name of the account in logs, spans, metrics and exception messages, to distinguish several accounts.
    /// </summary>
    /// <value>Default: empty; only the region is named. With dependency injection, the name of the registration.</value>
    public string AccountName { get; set; } = "";

    /// <summary>
    /// Gets or sets the application as <c>product/version</c>. The <c>User-Agent</c> names it before this library.
    /// </summary>
    /// <value>Default: null; the <c>User-Agent</c> names only this library.</value>
    public string? Application { get; set; }

    /// <summary>Gets or sets the limits, retries and timeouts of requests.</summary>
    public EventsResilienceOptions Resilience { get; set; } = new();

    /// <summary>Gets or sets the time before the expiry of a token at which the client logs a warning; 0 to 365 days.</summary>
    /// <value>Default: 14 days.</value>
    public TimeSpan TokenExpiryWarning { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Gets or sets the clock of relative queries, quotas, waits and timeouts.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the logger factory. The category is <see cref="EventsTelemetry.SourceName"/>.</summary>
    /// <value>Default: null; the client does not log. With dependency injection, the logger factory of the application.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Copies the options, so that later changes do not affect the client.</summary>
    internal EventsClientOptions Copy()
    {
        var copy = (EventsClientOptions)MemberwiseClone();
        copy.Resilience = Resilience?.Copy()!;
        return copy;
    }

    /// <summary>Returns a number from 0 to below 1, for the random part of waits.</summary>
#pragma warning disable RS0030 // The only random numbers of the library; tests replace them.
    internal Func<double> Random { get; set; } = System.Random.Shared.NextDouble;
#pragma warning restore RS0030
}
