using System.Security.Authentication;

namespace OnePassword.Events;

/// <summary>Runs the requests of one feed and gives each failure its public type, with feed and region.</summary>
internal sealed class FeedCalls(string feed, EventsRegion region, TimeProvider clock)
{
    public const string Introspect = "introspect";

    public string Feed { get; } = feed;

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(cancellationToken).ConfigureAwait(false);
        }
        catch (WireException e)
        {
            throw new EventsApiException(Feed, region, e, ServerMessage.Find(e.Body.Span), Wait(e));
        }
        catch (PageShapeException e)
        {
            throw new EventsResponseException(Feed, region, $"the server's answer is no page of events: {e.Message}.");
        }
        catch (Exception e) when (e is Newtonsoft.Json.JsonException or System.Text.Json.JsonException)
        {
            throw new EventsResponseException(Feed, region, "the server's answer is not JSON, or was cut off.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new EventsConnectionException(Feed, region, Describe(e), e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EventsConnectionException(Feed, region, "the server did not answer in time.", e);
        }
    }

    public Exception Standstill() => new EventsStandstillException(Feed, region);

    private TimeSpan? Wait(WireException answer)
    {
        var wait = answer.RetryAfter?.Delta ?? answer.RetryAfter?.Date - clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private string Describe(Exception e) => e is HttpRequestException { InnerException: AuthenticationException }
        ? $"no secure connection to {region.BaseAddress.Host}: {e.InnerException.Message}"
        : $"no connection to {region.BaseAddress.Authority}: {e.Message}";
}
