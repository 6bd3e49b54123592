using System.Diagnostics;
using Microsoft.Extensions.Logging;
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
        (Account, Region, Clock) = (options.AccountName, region, options.TimeProvider);
        (_expiryWarning, MaxAttempts) = (options.TokenExpiryWarning, options.Resilience.Retry.MaxRetryAttempts + 1);
        Log = AccountLogger.Create(options, region);
        Place = SafeText.Line(Account.Length == 0 ? region.Name : $"{region.Name} ({Account})");
        ServerClock = new ServerClock(options.TimeProvider, difference => Log.ClockDiffers(difference, Place));
    }

    public ILogger Log { get; }

    public TimeProvider Clock { get; }

    /// <summary>The name of the account; empty for none.</summary>
    public string Account { get; }

    public EventsRegion Region { get; }

    /// <summary>The region and, if it is known, the name of the account.</summary>
    public string Place { get; }

    public int MaxAttempts { get; }

    public ServerClock ServerClock { get; }

    /// <summary>The tags of every measurement. An account without a name has no tag.</summary>
    public TagList Tags => Account.Length == 0
        ? new() { { Instruments.RegionTag, Region.Name } }
        : new() { { Instruments.RegionTag, Region.Name }, { Instruments.AccountTag, Account } };

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
