using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OnePassword.Events.Diagnostics;
using OnePassword.Events.Pipeline.Transport;

namespace OnePassword.Events.Hosting;

/// <summary>Creates a client from the registrations of an application.</summary>
internal static class ClientFactory
{
    private const string HttpClientOfDefault = "OnePassword.Events";
    private const string HttpClientPrefix = HttpClientOfDefault + ":";

    public static string HttpClientName(string account) => account.Length == 0 ? HttpClientOfDefault : HttpClientPrefix + account;

    /// <summary>Returns the account of an HTTP client; null if it belongs to no <see cref="EventsClient"/>.</summary>
    public static string? AccountOf(string httpClientName) =>
        httpClientName == HttpClientOfDefault ? ""
        : httpClientName.StartsWith(HttpClientPrefix, StringComparison.Ordinal) ? httpClientName[HttpClientPrefix.Length..]
        : null;

    public static HttpMessageHandler CreateHandler(IServiceProvider services, string account) =>
        DefaultTransport.Create(services.GetRequiredService<IOptionsMonitor<EventsClientOptions>>().Get(account).Region);

    public static EventsClient Create(IServiceProvider services, string account)
    {
        var monitor = services.GetRequiredService<IOptionsMonitor<EventsClientOptions>>();
        var options = monitor.Get(account).Copy();
        if (options.AccountName.Length == 0)
            options.AccountName = account;
        options.LoggerFactory ??= services.GetService<ILoggerFactory>();
        var derivedRegion = options.Region is null && options.Token is { } token ? EventsRegion.FromToken(token) : null;
        options.Region ??= derivedRegion;
        var http = services.GetRequiredService<IHttpClientFactory>();
        http.CreateClient(HttpClientName(account)).Dispose(); // Reports an invalid proxy now, not with the first request.
        return new EventsClient(
            HttpClientTransport.Of(() => http.CreateClient(HttpClientName(account))),
            options,
            options.TokenProvider ?? ReloadableToken(monitor, account, options, derivedRegion));
    }

    private static EventsTokenProvider ReloadableToken(
        IOptionsMonitor<EventsClientOptions> monitor, string account, EventsClientOptions options, EventsRegion? derivedRegion)
    {
        var log = AccountLogger.Create(options, options.Region);
        var token = new ReloadableToken(monitor, account, options.Token!, derivedRegion, log);
        return EventsTokenProvider.From(_ => ValueTask.FromResult(token.Read()));
    }
}
