using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>What the tests of registration need: emulators, configurations that name them, and services.</summary>
internal static class Accounts
{
    /// <summary>Far beyond what a busy machine needs: nothing is measured by it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<EventsEmulator> StartAsync(string? token = null, int events = 3) =>
        EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = events, Token = token });

    public static IConfigurationRoot Configuration(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, value.Value))).Build();

    /// <summary>A configuration that needs no more, with no wait between attempts.</summary>
    public static IConfigurationRoot Configuration(Uri address, string token) =>
        Configuration(("Token", token), ("Region", address.AbsoluteUri), ("Resilience:Retry:Delay", "0"), ("Resilience:Retry:MaxDelay", "0"));

    /// <summary>Services as an application has them, whose clients share no quota and no breaker with other tests.</summary>
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

    /// <summary>Completes when something has come about that no event tells of.</summary>
    /// <exception cref="TimeoutException">It has not within <see cref="Patience"/>.</exception>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException("It did not come about.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }
}
