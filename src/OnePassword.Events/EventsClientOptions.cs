using Microsoft.Extensions.Logging;

namespace OnePassword.Events;

/// <summary>What an <see cref="EventsClient"/> can be told. An application's configuration can fill it.</summary>
public sealed class EventsClientOptions
{
    /// <summary>The token, where it is not given in another way.</summary>
    /// <value>Null.</value>
    public EventsToken? Token { get; set; }

    /// <summary>Reads the token before each attempt, so that it can be replaced while the client runs.</summary>
    /// <value>Null: <see cref="Token"/> is used.</value>
    /// <remarks>With it, <see cref="Region"/> must be set, because there is no token yet that could name it.</remarks>
    public EventsTokenProvider? TokenProvider { get; set; }

    /// <summary>Where the account's events are. In configuration: <c>us</c>, <c>ca</c>, <c>eu</c>, <c>ent</c> or an address.</summary>
    /// <value>Null: as the token says, <see cref="EventsRegion.FromToken(EventsToken)"/>.</value>
    public EventsRegion? Region { get; set; }

    /// <summary>What log and exception messages call the client, to tell several accounts apart.</summary>
    /// <value>Null: nothing. With dependency injection, the name of the registration.</value>
    public string? Name { get; set; }

    /// <summary>The application, as it is named in the <c>User-Agent</c> before this library: <c>product/version</c>.</summary>
    /// <value>Null: only this library is named.</value>
    public string? Application { get; set; }

    /// <summary>How a request gets through quotas, failures and silence.</summary>
    public EventsResilienceOptions Resilience { get; set; } = new();

    /// <summary>How long before its expiry a token is warned of, in the log; 0 to 365 days.</summary>
    /// <value>14 days.</value>
    public TimeSpan TokenExpiryWarning { get; set; } = TimeSpan.FromDays(14);

    /// <summary>The clock of relative queries, quotas, waits and time-outs.</summary>
    /// <value>The system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the client logs to, under <see cref="EventsTelemetry.SourceName"/>.</summary>
    /// <value>Null: nowhere; with dependency injection, the application's.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The options as they are now: what is changed later changes no client.</summary>
    internal EventsClientOptions Copy()
    {
        var copy = (EventsClientOptions)MemberwiseClone();
        copy.Resilience = Resilience?.Copy()!;
        return copy;
    }

    /// <summary>Gives a number from 0 to below 1, for the random part of waits.</summary>
#pragma warning disable RS0030 // The one place where chance is wanted; tests put a number here.
    internal Func<double> Random { get; set; } = System.Random.Shared.NextDouble;
#pragma warning restore RS0030
}
