using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Hosting;

/// <summary>Makes a client out of what an application has registered.</summary>
internal static class ClientFactory
{
    public static string HttpClientName(string name) => name.Length == 0 ? "OnePassword.Events" : $"OnePassword.Events:{name}";

    /// <summary>The name that a client was registered with; null for an HTTP client of something else.</summary>
    public static string? AccountOf(string httpClientName) => httpClientName == HttpClientName("") ? ""
        : httpClientName.StartsWith(HttpClientName("-")[..^1], StringComparison.Ordinal) ? httpClientName[HttpClientName("-")[..^1].Length..]
        : null;

    public static void LeaveTimeToThePipeline(HttpClient client) => client.Timeout = Timeout.InfiniteTimeSpan;

    private static EventsTokenProvider Reloaded(IOptionsMonitor<EventsClientOptions> monitor, string name, EventsClientOptions options, EventsRegion? derived)
    {
        var log = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(EventsTelemetry.SourceName);
        var token = new ReloadedToken(monitor, name, options.Token!, derived, log);
        return EventsTokenProvider.From(_ => ValueTask.FromResult(token.Read()));
    }

    public static HttpMessageHandler CreateHandler(IServiceProvider services, string name) =>
        DefaultTransport.Create(services.GetRequiredService<IOptionsMonitor<EventsClientOptions>>().Get(name).Region);

    public static EventsClient Create(IServiceProvider services, string name)
    {
        var monitor = services.GetRequiredService<IOptionsMonitor<EventsClientOptions>>();
        var options = monitor.Get(name).Copy();
        options.Name ??= name.Length > 0 ? name : null;
        options.LoggerFactory ??= services.GetService<ILoggerFactory>();
        var derived = options.Region is null && options.Token is { } token ? EventsRegion.FromToken(token) : null;
        options.Region ??= derived;
        var http = services.GetRequiredService<IHttpClientFactory>();
        http.CreateClient(HttpClientName(name)).Dispose(); // A proxy that cannot be used is reported here, and not by the first request.
        return new EventsClient(
            HttpClientTransport.Of(() => http.CreateClient(HttpClientName(name))),
            options,
            options.TokenProvider ?? Reloaded(monitor, name, options, derived));
    }
}
