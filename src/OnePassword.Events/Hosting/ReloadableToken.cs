using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OnePassword.Events.Diagnostics;

namespace OnePassword.Events.Hosting;

/// <summary>
/// The current token of the application's options. If a reload makes the options invalid, the client keeps its token. A new token
/// is not sent to the region that was derived from the first token.
/// </summary>
internal sealed class ReloadableToken(
    IOptionsMonitor<EventsClientOptions> monitor, string name, EventsToken first, EventsRegion? derivedRegion, ILogger log)
{
    private EventsToken _token = first;

    public EventsToken Read()
    {
        try
        {
            _token = monitor.Get(name).Token ?? _token;
        }
        catch (Exception e) when (e is OptionsValidationException or InvalidOperationException) // A value cannot be bound.
        {
            log.ReloadRejected(name, e);
        }
        if (derivedRegion is not null && _token.Audience.Region is { } region && region != derivedRegion)
        {
            throw new InvalidOperationException(
                $"The new token{(name.Length > 0 ? $" of '{name}'" : "")} was issued for {region.Name}, "
                + $"but the client sends requests to {derivedRegion.Name}, the region of its first token. "
                + "Restart the application.");
        }
        return _token;
    }
}
