using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Readme;

/// <summary>Runs the code of README.md and the guides, except for following.</summary>
public sealed class ReadmeTests
{
    [Test]
    [NonParallelizable]
    public void Client_reads_its_region_from_the_token()
    {
        Environment.SetEnvironmentVariable("OP_EVENTS_TOKEN", Tokens.ForAudience("events.1password.eu"));

        // <create>
        var token = Environment.GetEnvironmentVariable("OP_EVENTS_TOKEN")!;
        using var events = new EventsClient(token); // The token determines the region.
        // </create>
        Assert.That(events.Region, Is.EqualTo(EventsRegion.Europe));
    }

    [Test]
    [NonParallelizable]
    public async Task Read_example_reads_events_and_pages()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions());
        using var events = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
        var (saved, printed, standard) = (new List<V2.AuditEvent>(), new StringWriter(), Console.Out);
        Console.SetOut(printed);

        // <read>
        await foreach (var attempt in events.SignInAttempts.ReadAsync(EventQuery.Since(TimeSpan.FromDays(1))))
            Console.WriteLine($"{attempt.Timestamp:u} {attempt.Category} {attempt.TargetUser?.Email}");

        await foreach (var page in events.AuditEvents.ReadAsync().AsPages())
            await SaveAsync(page.Items, page.Cursor); // Continue later with EventQuery.After(page.Cursor).
        // </read>
        Console.SetOut(standard);
        Assert.That(saved, Has.Count.EqualTo(1_000));
        Assert.That(printed.ToString(), Does.Match(@"(?m)^20\d\d-\d\d-\d\d \d\d:\d\d:\d\dZ \w+ \S+@\S+\r?$"));

        Task SaveAsync(IReadOnlyList<V2.AuditEvent> items, string cursor)
        {
            Assert.That(cursor, Is.Not.Empty);
            saved.AddRange(items);
            return Task.CompletedTask;
        }
    }

    [Test]
    public async Task Register_example_adds_clients_and_health_checks()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions());
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var json in Json())
            builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        Assert.That(
            (builder.Configuration["OnePassword:Region"], builder.Configuration["Accounts:Globex:Region"]),
            Is.EqualTo(("eu", "eu")),
            "the configurations of the guide");
        foreach (var account in (string[])["OnePassword", "Accounts:Acme"])
            (builder.Configuration[$"{account}:Token"], builder.Configuration[$"{account}:Region"]) = (emulator.Token, emulator.BaseAddress.AbsoluteUri);
        var services = builder.Services;

        // <register>
        // One account: inject EventsClient. Several: inject [FromKeyedServices("acme")] EventsClient.
        services.AddOnePasswordEvents(builder.Configuration.GetSection("OnePassword"));
        services.AddOnePasswordEvents("acme", builder.Configuration.GetSection("Accounts:Acme"));

        // Each health check sends one request per run.
        services.AddHealthChecks().AddOnePasswordEvents().AddOnePasswordEvents("acme");
        // </register>
        using var host = builder.Build();
        await host.StartAsync();
        Assert.That(host.Services.GetRequiredKeyedService<EventsClient>("acme").Region.BaseAddress, Is.EqualTo(emulator.BaseAddress));
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.That(health.Entries.Values.Select(entry => entry.Status), Is.EqualTo(new[] { HealthStatus.Healthy, HealthStatus.Healthy }));
        Assert.That(emulator.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Handler_example_replaces_the_primary_handler()
    {
        var services = new ServiceCollection();
        var section = new ConfigurationBuilder().AddInMemoryCollection([new("Token", "t0ken"), new("Region", "eu")]).Build();
        var (trustOurAuthority, ours) = (new X509ChainPolicy(), new X509CertificateCollection());

        // <handler>
        services.AddOnePasswordEvents(section).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            Proxy = new WebProxy("http://proxy.corp.example:3128"),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trustOurAuthority, ClientCertificates = ours },
        });
        // </handler>
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<EventsClient>();
        var handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("OnePassword.Events");
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;
        Assert.That(((SocketsHttpHandler)handler).Proxy!.GetProxy(client.Region.BaseAddress), Is.EqualTo(new Uri("http://proxy.corp.example:3128")));
        Assert.That(((SocketsHttpHandler)handler).SslOptions.CertificateChainPolicy, Is.SameAs(trustOurAuthority));
    }

    [Test]
    public async Task Emulator_example_serves_the_configured_number_of_events()
    {
        // <emulator>
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 5_000 });
        using var events = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
        // </emulator>
        Assert.That(await events.AuditEvents.ReadAsync().ToListAsync(), Has.Count.EqualTo(5_000));
    }

    private static IEnumerable<string> Json() =>
        Repository.Read("src/OnePassword.Events/docs/configuration.md").ReplaceLineEndings("\n")
            .Split("```json\n").Skip(1).Select(block => block.Split("```")[0]);
}
