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

/// <summary>What the README shows, run.</summary>
public sealed class ReadmeTests
{
    [Test]
    [NonParallelizable]
    public void A_client_is_created()
    {
        Environment.SetEnvironmentVariable("OP_EVENTS_TOKEN", Tokens.ForAudience("events.1password.eu"));

        // <create>
        var token = Environment.GetEnvironmentVariable("OP_EVENTS_TOKEN")!;
        using var events = new EventsClient(token); // The region is read from the token.
        // </create>
        Assert.That(events.Region, Is.EqualTo(EventsRegion.Europe));
    }

    [Test]
    [NonParallelizable]
    public async Task Events_are_read()
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
    public async Task An_application_registers_its_accounts()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions());
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Json())));
        Assert.That(builder.Configuration["OnePassword:Region"], Is.EqualTo("eu"), "as the README has it");
        foreach (var account in (string[])["OnePassword", "Accounts:Acme"])
            (builder.Configuration[$"{account}:Token"], builder.Configuration[$"{account}:Region"]) = (emulator.Token, emulator.BaseAddress.AbsoluteUri);
        var services = builder.Services;

        // <register>
        // One account: inject EventsClient. Several: inject [FromKeyedServices("acme")] EventsClient.
        services.AddOnePasswordEvents(builder.Configuration.GetSection("OnePassword"));
        services.AddOnePasswordEvents("acme", builder.Configuration.GetSection("Accounts:Acme"));

        // Each costs a request a run.
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
    public async Task The_handler_that_sends_is_the_applications()
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
    public async Task A_feed_is_followed()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 50 });
        using var events = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
        var (folder, saved) = (Directory.CreateTempSubdirectory("events-readme-"), 0);
        using var stopped = new CancellationTokenSource();
        var stop = stopped.Token;
        try
        {
            // <follow>
            using var checkpoints = FileCheckpointStore.Open(Path.Combine(folder.FullName, "state"));

            await foreach (var page in events.ItemUsages.FollowAsync(checkpoints, cancellationToken: stop))
            {
                await SaveAsync(page.Items);
                await page.CommitAsync(); // From here on, this page does not come again.
            }
            // </follow>
        }
        catch (OperationCanceledException)
        {
            Assert.That(saved, Is.EqualTo(50));
        }
        folder.Delete(recursive: true);

        async Task SaveAsync(IReadOnlyList<V2.ItemUsage> items)
        {
            saved += items.Count;
            await stopped.CancelAsync();
        }
    }

    [Test]
    public async Task An_application_follows_its_accounts()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 50 });
        var section = new ConfigurationBuilder().AddInMemoryCollection([new("Token", emulator.Token), new("Region", emulator.BaseAddress.AbsoluteUri)]).Build();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var (services, folder) = (builder.Services, Directory.CreateTempSubdirectory("events-readme-"));
        services.AddSingleton(new Database());

        // <follower>
        services.AddSingleton<ICheckpointStore>(_ => FileCheckpointStore.Open(Path.Combine(folder.FullName, "state")));
        services.AddOnePasswordEvents("acme", section).AddFollower<SignIns>();
        services.AddHealthChecks().AddOnePasswordEventsFollowers();
        // </follower>
        using (var host = builder.Build())
        {
            await host.StartAsync();
            await Wait.UntilAsync(() => host.Services.GetRequiredService<Database>().Count == 50);
            var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            Assert.That(health.Status, Is.EqualTo(HealthStatus.Healthy));
            await host.StopAsync();
        }
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_test_of_an_application_has_an_emulator()
    {
        // <emulator>
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 5_000 });
        using var events = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
        // </emulator>
        Assert.That(await events.AuditEvents.ReadAsync().ToListAsync(), Has.Count.EqualTo(5_000));
    }

    private static string Json()
    {
        var readme = Repository.Read("README.md");
        var start = readme.IndexOf("```json\n", StringComparison.Ordinal) + "```json\n".Length;
        return readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
    }

    // <signins>
    internal sealed class SignIns(Database database) : IEventPageHandler<V2.SignInAttempt>
    {
        public Task HandleAsync(FollowedPage<V2.SignInAttempt> page, CancellationToken cancellationToken = default) =>
            database.InsertAsync(page.Items, cancellationToken);
    }
    // </signins>

    internal sealed class Database
    {
        private int _count;

        public int Count => _count;

        public Task InsertAsync(IReadOnlyList<V2.SignInAttempt> rows, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Interlocked.Add(ref _count, rows.Count);
            return Task.CompletedTask;
        }
    }
}
