using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OnePassword.Events.Diagnostics;

namespace OnePassword.Events.Hosting;

/// <summary>
/// The token of an application's options, as they are now. Options that a reload has spoilt do not stop a client that runs:
/// it keeps the token it has. A new token is never sent to the region that only the first one named.
/// </summary>
internal sealed class ReloadedToken(IOptionsMonitor<EventsClientOptions> monitor, string name, EventsToken first, EventsRegion? derivedRegion, ILogger log)
{
    private EventsToken _token = first;

    public EventsToken Read()
    {
        try
        {
            _token = monitor.Get(name).Token ?? _token;
        }
        catch (Exception e) when (e is OptionsValidationException or InvalidOperationException) // The latter: a value that could not be bound.
        {
            log.ReloadRejected(name, e);
        }
        if (derivedRegion is not null && _token.Audience.Region is { } region && region != derivedRegion)
            throw new InvalidOperationException($"The new token{(name.Length > 0 ? $" of '{name}'" : "")} was issued for {region.Name}, and the client sends to {derivedRegion.Name}, which the first one named. Restart the application.");
        return _token;
    }
}
