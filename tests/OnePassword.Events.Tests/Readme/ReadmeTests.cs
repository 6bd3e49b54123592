using System.Globalization;
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

/// <summary>Runs the code of README.md and the guides.</summary>
public sealed class ReadmeTests
{
    [Test]
    [NonParallelizable]
    public void Client_reads_its_region_from_the_token()
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
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Json())));
        Assert.That(builder.Configuration["OnePassword:Region"], Is.EqualTo("eu"), "the configuration of the guide");
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
    public async Task Follow_example_delivers_and_commits_pages()
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
                await page.CommitAsync(); // From now on, this page is not delivered again.
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
    public async Task Exactly_once_example_truncates_uncommitted_lines()
    {
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 50 });
        using var events = new EventsClient(emulator.Token, new EventsClientOptions { Region = EventsRegion.At(emulator.BaseAddress) });
        var folder = Directory.CreateTempSubdirectory("events-readme-");
        var (path, stateFolder) = (Path.Combine(folder.FullName, "out.ndjson"), Path.Combine(folder.FullName, "state"));
        await FollowAsync();
        Assert.That(await File.ReadAllLinesAsync(path), Has.Length.EqualTo(50));
        await File.AppendAllTextAsync(path, "uncommitted");

        await FollowAsync();

        Assert.That(await File.ReadAllLinesAsync(path), Has.Length.EqualTo(50).And.All.StartsWith("{"));
        folder.Delete(recursive: true);

        async Task FollowAsync()
        {
            using var stopped = new CancellationTokenSource();
            var stop = stopped.Token;
            // <exactly_once>
            using var checkpoints = FileCheckpointStore.Open(stateFolder);
            await using var output = new FileStream(path, FileMode.OpenOrCreate);

            var options = new FollowOptions
            {
                StopWhenCaughtUp = true, // Remove this line to follow until stopped.
                OnStart = (checkpoint, _) =>
                {
                    output.SetLength(checkpoint?.State is { } length ? long.Parse(length, CultureInfo.InvariantCulture) : 0);
                    output.Seek(0, SeekOrigin.End);
                    return Task.FromResult<string?>("0"); // The state of a new checkpoint.
                },
            };

            await events.AuditEvents.FollowRawAsync(checkpoints, async (page, cancellationToken) =>
            {
                foreach (var item in page.Items)
                {
                    await output.WriteAsync(item.Json, cancellationToken);
                    output.WriteByte((byte)'\n');
                }
                output.Flush(flushToDisk: true);
                return output.Length.ToString(CultureInfo.InvariantCulture); // Committed together with the cursor.
            }, options, stop);
            // </exactly_once>
        }
    }

    [Test]
    public async Task Follower_example_delivers_events_to_the_handler()
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
            await Hosting.Accounts.UntilAsync(() => host.Services.GetRequiredService<Database>().Count == 50);
            var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            Assert.That(health.Status, Is.EqualTo(HealthStatus.Healthy));
            await host.StopAsync();
        }
        folder.Delete(recursive: true);
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

    private static string Json()
    {
        var guide = Repository.Read("src/OnePassword.Events/docs/configuration.md").ReplaceLineEndings("\n");
        var start = guide.IndexOf("```json\n", StringComparison.Ordinal) + "```json\n".Length;
        return guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)];
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
