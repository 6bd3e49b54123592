using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Diagnostics;

/// <summary>The telemetry of one client that does not depend on the feed.</summary>
internal sealed class ClientTelemetry
{
    private readonly TimeSpan _expiryWarning;
    private EventsToken? _warnedOf;
    private EventsToken? _token;

    public ClientTelemetry(EventsRegion region, EventsClientOptions options)
    {
        (Region, Clock, _expiryWarning, MaxAttempts) =
            (region, options.TimeProvider, options.TokenExpiryWarning, options.Resilience.Retry.MaxRetryAttempts + 1);
        Log = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(EventsTelemetry.SourceName);
        Place = SafeText.Line(options.Name is null ? region.Name : $"{region.Name} ({options.Name})");
        ServerClock = new ServerClock(options.TimeProvider, difference => Log.ClockDiffers(difference, Place));
    }

    public ILogger Log { get; }

    public TimeProvider Clock { get; }

    public EventsRegion Region { get; }

    /// <summary>The region and, if the client has one, its name.</summary>
    public string Place { get; }

    public int MaxAttempts { get; }

    public ServerClock ServerClock { get; }

    /// <summary>Warns once for each token that expires soon.</summary>
    public void TokenRead(EventsToken token)
    {
        _token = token;
        if (token.ExpiresAt is not { } expiry || expiry - Clock.GetUtcNow() >= _expiryWarning)
            return;
        if (Interlocked.Exchange(ref _warnedOf, token)?.Value != token.Value)
            Log.TokenExpires(Place, expiry);
    }

    /// <summary>Makes foreign text safe to log: it is on one line and does not contain the latest token.</summary>
    public string Safe(string text) => SafeText.Line(text, _token?.Redaction);
}
