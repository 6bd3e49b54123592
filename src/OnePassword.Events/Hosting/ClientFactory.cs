using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OnePassword.Events.Http;

namespace OnePassword.Events.Hosting;

/// <summary>Makes a client out of what an application has registered.</summary>
internal static class ClientFactory
{
    public static string HttpClientName(string name) => name.Length == 0 ? "OnePassword.Events" : $"OnePassword.Events:{name}";

    public static void LeaveTimeToThePipeline(HttpClient client) => client.Timeout = Timeout.InfiniteTimeSpan;

    public static EventsClient Create(IServiceProvider services, string name)
    {
        var monitor = services.GetRequiredService<IOptionsMonitor<EventsClientOptions>>();
        var options = monitor.Get(name);
        options.LoggerFactory ??= services.GetService<ILoggerFactory>();
        options.Region ??= options.Token is { } token ? EventsRegion.FromToken(token) : null;
        var http = services.GetRequiredService<IHttpClientFactory>();
        return new EventsClient(
            HttpClientTransport.Of(() => http.CreateClient(HttpClientName(name))),
            options,
            options.TokenProvider ?? EventsTokenProvider.From(_ => ValueTask.FromResult(monitor.Get(name).Token!)));
    }
}
