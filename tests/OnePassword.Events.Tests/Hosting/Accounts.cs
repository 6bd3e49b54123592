using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>Emulators, configurations for them, and services of applications.</summary>
internal static class Accounts
{
    public static Task<EventsEmulator> StartAsync(string? token = null, int events = 3) =>
        EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = events, Token = token });

    public static IConfigurationRoot Configuration(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, value.Value))).Build();

    /// <summary>The configuration of a client that retries without delay.</summary>
    public static IConfigurationRoot Configuration(Uri address, string token) =>
        Configuration(("Token", token), ("Region", address.AbsoluteUri), ("Resilience:Retry:Delay", "0"), ("Resilience:Retry:MaxDelay", "0"));

    /// <summary>The services of an application. Its clients share no quota and no circuit breaker with other tests.</summary>
    public static ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var clock = new IsolatedClock();
        services.ConfigureAll<EventsClientOptions>(options => options.TimeProvider = clock);
        return services;
    }

    public static async Task<int> CountAsync(EventsClient client) =>
        (await client.AuditEvents.ReadAsync(EventQuery.Since(TimeSpan.FromDays(2))).ToListAsync()).Count;
}
