using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Hosting;

/// <summary>The log lines that HttpClient itself writes for each request, in an application with the usual logging.</summary>
public sealed class HttpClientLogTests
{
    private const string HttpCategory = "System.Net.Http.HttpClient.";

    [Test]
    public async Task HttpClient_logs_nothing_for_the_clients_of_the_library()
    {
        using var logs = new LogCapture();
        await ReadAsync(logs, LogLevel.Debug, (services, emulator) =>
            services.AddOnePasswordEvents("acme", Accounts.Configuration(emulator.BaseAddress, emulator.Token)));
        Assert.That(OfHttpClient(logs, "OnePassword"), Is.Empty);
        Assert.That(logs.OfLibrary, Is.Not.Empty, "the library logs");
    }

    [Test]
    public async Task AddDefaultLogger_restores_the_lines_without_the_token()
    {
        using var logs = new LogCapture();
        await ReadAsync(logs, LogLevel.Information, (services, emulator) =>
            services.AddOnePasswordEvents("acme", Accounts.Configuration(emulator.BaseAddress, emulator.Token)).AddDefaultLogger());
        var lines = OfHttpClient(logs, "OnePassword.Events:acme");
        Assert.That(lines, Has.Count.EqualTo(4).And.All.Property("Level").EqualTo(LogLevel.Information));
    }

    [Test]
    public async Task Other_clients_of_the_application_keep_their_lines()
    {
        using var logs = new LogCapture();
        await ReadAsync(logs, LogLevel.Information, (services, emulator) =>
        {
            services.AddHttpClient("other");
            services.AddOnePasswordEvents("acme", Accounts.Configuration(emulator.BaseAddress, emulator.Token));
            services.AddHttpClient("later");
        });
        Assert.That(OfHttpClient(logs, "other"), Has.Count.EqualTo(4));
        Assert.That(OfHttpClient(logs, "later"), Has.Count.EqualTo(4));
        Assert.That(OfHttpClient(logs, "OnePassword"), Is.Empty);
    }

    private static async Task ReadAsync(LogCapture logs, LogLevel level, Action<IServiceCollection, EventsEmulator> register)
    {
        await using var emulator = await Accounts.StartAsync();
        await using var page = RawServer.Page();
        var services = Accounts.Services();
        services.AddLogging(logging => logging.SetMinimumLevel(level).AddProvider(logs.Provider));
        register(services, emulator);
        await using var provider = services.BuildServiceProvider();
        await Accounts.CountAsync(provider.GetRequiredKeyedService<EventsClient>("acme"));
        foreach (var name in (string[])["other", "later"])
        {
            using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(name);
            using var response = await http.GetAsync(new Uri($"http://{page.Authority}/"));
        }
    }

    private static List<Microsoft.Extensions.Logging.Testing.FakeLogRecord> OfHttpClient(LogCapture logs, string name) =>
        [.. logs.Records.Where(line => line.Category!.StartsWith(HttpCategory + name, StringComparison.Ordinal))];
}
